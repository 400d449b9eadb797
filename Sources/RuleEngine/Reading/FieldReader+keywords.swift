extension FieldReader {
    /// Reports a word of which folding leaves nothing (RB020).
    func refuseEmptyKeyword(_ scalar: DocumentScalar) {
        let codes = scalar.text.unicodeScalars.prefix(5).map { "U+\(String($0.value, radix: 16, uppercase: true))" }
            .joined(separator: " ")
        refuse(
            "RB020",
            scalar,
            Phrase("关键词归一化后什么都不剩(\(codes))", "Nothing is left of the keyword once it is folded (\(codes))"),
            help: Phrase(
                "它只由空白或看不见的字符组成,删掉它或换一个词",
                "It holds white space or invisible characters only; delete it or use another word"
            )
        )
    }

    /// Reports a word that is longer than what is looked at of a message.
    func refuseKeywordLength(_ scalar: DocumentScalar) {
        diagnostics.error(
            "RB013",
            at: scalar.location,
            Phrase("关键词超过 \(TextNormalizer.lengthLimit) 字", "The keyword is longer than \(TextNormalizer.lengthLimit)"),
            help: Phrase("消息只有前 2000 字参与匹配;用短一些的词", "Only so much of a message is looked at; use a shorter word")
        )
    }
}
