extension TemplateParser {
    /// Reads what stands between the braces.
    static func placeholder(_ inner: String, range: Range<Int>) throws(TemplateProblem) -> TemplatePlaceholder {
        let pieces = inner.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let name = pieces[0].trimmingSpaces
        guard !name.isEmpty else { throw TemplateProblem.nameless(range) }
        var isURLEncoded = false
        var fallback: String?
        for piece in pieces.dropFirst() {
            if piece.trimmingSpaces == "url", !isURLEncoded {
                isURLEncoded = true
            } else if let text = fallbackText(piece), fallback == nil {
                fallback = text
            } else {
                throw TemplateProblem.unknownFilter(piece.trimmingSpaces, range)
            }
        }
        return TemplatePlaceholder(
            variable: TemplateVariable(name: name),
            name: name,
            isURLEncoded: isURLEncoded,
            fallback: fallback,
            range: range
        )
    }

    /// The text of `默认值:text` or `default:text`; a full-width colon will do.
    private static func fallbackText(_ filter: String) -> String? {
        guard let colon = filter.unicodeScalars.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        guard ["默认值", "default"].contains(filter[..<colon].trimmingSpaces) else { return nil }
        return filter[filter.unicodeScalars.index(after: colon)...].trimmingSpaces
    }
}
