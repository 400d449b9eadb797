/// Where fields belong, for one that is written in another place (RB012).
enum FieldPlace {
    /// The section in which a name is a field; nil for an unknown name.
    static func phrase(for name: String) -> Phrase? {
        guard let place = places.first(where: { $0.names.contains(name) }) else { return nil }
        return Phrase("“\(name)” \(place.phrase.chinese)", "“\(name)” \(place.phrase.english)")
    }

    private static let places: [(names: Set<String>, phrase: Phrase)] = [
        (
            [
                "id", "title", "event", "match", "priority", "stage", "cases", "while_cooling", "during_handoff",
                "lifetime",
                "examples", "counter_examples", "handoff", "ask", "reply", "replies", "cooldown", "also",
            ],
            Phrase(
                "是规则的字段：规则写在 rules: 下面，每条以 “- ” 开头，字段对齐",
                "is a field of a rule: rules stand under rules:, each begins with “- ”, and its fields are aligned"
            )
        ),
        (
            ["exact", "prefix", "suffix", "any", "all", "none", "regex", "raw_regex"],
            Phrase("写在 match: 里面，并缩进", "belongs into match:, and is indented")
        ),
        (
            ["schedule", "not_schedule", "dates", "asked", "first_contact"],
            Phrase("写在 when: 里面，并缩进", "belongs into when:, and is indented")
        ),
        (
            ["desc", "image", "url", "action"],
            Phrase("写在 articles: 的一项里", "belongs into an item of articles:")
        ),
        (
            ["account", "limits", "schedules", "sets", "rules", "fallback", "version"],
            Phrase("写在文件最外层，前面不留空格", "belongs to the outermost level, without spaces before it")
        ),
    ]
}
