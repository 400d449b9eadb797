/// A text without quotes that a comma, a colon or braces have made fields of (RB017).
struct SplitText {
    let source: SourceText

    /// The finding for a list or mapping that stands where a text belongs; nil where it is no such text.
    static func diagnostic(for node: DocumentNode) -> Diagnostic? {
        guard let entries = node.mapping, let first = entries.first else { return nil }
        let split = SplitText(source: first.key.source)
        return split.inBraces(node, entries) ?? split.atColon(first)
    }

    /// `{您好,请说}`: nothing but keys without values.
    func inBraces(_ node: DocumentNode, _ entries: [DocumentEntry]) -> Diagnostic? {
        guard source.scalar(line: node.location.line, column: node.location.column) == "{", !entries.isEmpty,
            entries.allSatisfy({ $0.value.isBlank && Self.isText($0.key.text) })
        else { return nil }
        let text = entries.map(\.key.text).joined(separator: ",").excerpt
        return Diagnostic(
            "RB017",
            at: node.location,
            Phrase("花括号里的文字会被拆成字段", "In braces a text is split into fields"),
            help: Phrase("去掉花括号，或给文字加引号：\"\(text)\"", "Take the braces away, or quote the text: \"\(text)\"")
        )
    }

    /// `营业时间: 9 点`: a key that is a piece of a text.
    func atColon(_ entry: DocumentEntry) -> Diagnostic? {
        guard entry.key.style == .plain, Self.isText(entry.key.text), let value = entry.value.scalar,
            let start = source.index(of: entry.key.location)
        else { return nil }
        var index = start + entry.key.text.unicodeScalars.count
        let end = min(source.allScalars.count, index + 200)
        while index < end, source.allScalars[index] == " " { index += 1 }
        guard index < end, source.allScalars[index] == ":" else { return nil }
        let text = "\(entry.key.text): \(value.text)".excerpt
        return Diagnostic(
            "RB017",
            at: source.location(ofIndex: index),
            Phrase(
                "“: ” 把这段文字拆成了字段名和内容",
                "The “: ” splits this text into a field's name and its value"
            ),
            help: Phrase("给整段文字加引号：\"\(text)\"", "Quote the whole text: \"\(text)\"")
        )
    }

    /// `{text: 在的,请说, weight: 1}`: keys without a value that follow a text behind a comma.
    ///
    /// `rest` are all entries that follow the field, and belong to its text.
    func atComma(_ field: DocumentEntry, _ rest: [DocumentEntry]) -> Diagnostic? {
        guard let value = field.value.scalar, value.style == .plain, let next = rest.first?.key,
            let start = source.index(of: next.location)
        else { return nil }
        let before = source.allScalars[..<start].lastIndex { $0 != " " }
        guard let comma = before, source.allScalars[comma] == "," else { return nil }
        let text = ([value.text] + rest.map(\.key.text)).joined(separator: ",").excerpt
        return Diagnostic(
            "RB017",
            at: source.location(ofIndex: comma),
            Phrase(
                "逗号把文字拆开了：“\(field.key.shown)” 只剩 “\(value.shown)”，“\(next.shown)” 成了字段名",
                "The comma splits the text: “\(field.key.shown)” is only “\(value.shown)”, “\(next.shown)” is a field's name"
            ),
            help: Phrase(
                "给整段文字加引号：\(field.key.shown): \"\(text)\"",
                "Quote the whole text: \(field.key.shown): \"\(text)\""
            )
        )
    }

    /// Whether a key is a piece of a text and no misspelt field: fields have ASCII names.
    static func isText(_ key: String) -> Bool {
        key.unicodeScalars.contains { !$0.isASCII || $0 == " " || $0 == "!" || $0 == "?" }
    }
}
