extension RulePattern {
    /// The named captures in the customer's own spelling; nil when the expression does not match.
    func captures(in text: NormalizedText) -> [String: String]? {
        guard let match = pattern.firstMatch(in: isRaw ? text.raw : text.folded) else { return nil }
        var captures: [String: String] = [:]
        for name in pattern.groupNames {
            guard let range = match[name] else { continue }
            captures[name] = isRaw ? String(text.raw[range]) : text.original(range)
        }
        return captures
    }
}
