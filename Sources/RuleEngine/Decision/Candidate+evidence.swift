extension Candidate {
    /// What matched, in words, such as `关键词“退款”(2 字)`.
    public var evidence: Phrase {
        let texts = matched.joined(separator: "”“")
        let quoted = matched.joined(separator: "\", \"")
        return switch precedence.strength.tier {
        case .event: Phrase("事件", "event")
        case .pattern: Phrase("正则“\(texts)”", "regex \"\(quoted)\"")
        case .exact: Phrase("全等“\(texts)”", "exact \"\(quoted)\"")
        case .keyword:
            Phrase(
                "关键词“\(texts)”(\(precedence.strength.length) 字)",
                "keyword \"\(quoted)\" (\(precedence.strength.length) \(precedence.strength.length == 1 ? "character" : "characters"))"
            )
        }
    }
}
