import RuleEngine

/// The rules of proposals.
package enum MinedRules {
    /// The reply that a proposed rule has until the operator writes one.
    package static let placeholder = "（请填写答复）"

    /// An id of letters and digits from the first word, which no rule has.
    static func id(for words: [String], in rules: RuleSet) -> String {
        let letters = (words.first ?? "").unicodeScalars
            .filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        let base = letters.isEmpty ? "mined" : String(String.UnicodeScalarView(letters.prefix(40)))
        let taken = Set(rules.rules.map(\.id))
        if !taken.contains(base), base != Fallback.id { return base }
        return (2...).lazy.map { "\(base)-\($0)" }.first { !taken.contains($0) } ?? base
    }
}
