import OperatorText
import RuleEngine

/// Detects a text without quotes that a comma, a colon or braces split into fields (RB017).
struct SplitText {
    let source: SourceText

    /// The finding for a list or mapping in the place of a text; nil if it is not such a text.
    static func diagnostic(for node: DocumentNode) -> Diagnostic? {
        guard let first = node.mapping?.first else { return nil }
        let split = SplitText(source: first.key.source)
        return split.inBraces(node) ?? split.atColon(first)
    }

    /// `{您好,请说}`: keys without values.
    func inBraces(_ node: DocumentNode) -> Diagnostic? {
        guard let entries = node.mapping, source.scalar(line: node.location.line, column: node.location.column) == "{",
            !entries.isEmpty,
            entries.allSatisfy({ $0.value.isBlank && Self.isText($0.key.text) })
        else { return nil }
        let text = entries.map(\.key.text).joined(separator: ",").excerpt
        return Diagnostic(
            "RB017",
            at: node.location,
            LocalizedText("花括号里的文字会被拆成字段", "In braces a text is split into fields"),
            help: LocalizedText("去掉花括号，或给文字加引号：\"\(text)\"", "Take the braces away, or quote the text: \"\(text)\"")
        )
    }

    /// `营业时间: 9 点`: a key that is part of a text.
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
            LocalizedText(
                "“: ” 把这段文字拆成了字段名和内容",
                "The “: ” splits this text into a field's name and its value"
            ),
            help: LocalizedText("给整段文字加引号：\"\(text)\"", "Quote the whole text: \"\(text)\"")
        )
    }

    /// `{text: 在的,请说, weight: 1}`: keys without a value behind a comma.
    ///
    /// `rest` are the entries behind the field that belong to its text.
    func atComma(_ field: DocumentEntry, rest: [DocumentEntry]) -> Diagnostic? {
        guard let value = field.value.scalar, value.style == .plain, let next = rest.first?.key,
            let start = source.index(of: next.location)
        else { return nil }
        let before = source.allScalars[..<start].lastIndex { $0 != " " }
        guard let comma = before, source.allScalars[comma] == "," else { return nil }
        let text = ([value.text] + rest.map(\.key.text)).joined(separator: ",").excerpt
        return Diagnostic(
            "RB017",
            at: source.location(ofIndex: comma),
            LocalizedText(
                "逗号把文字拆开了：“\(field.key.shown)” 只剩 “\(value.shown)”，“\(next.shown)” 成了字段名",
                "The comma splits the text: “\(field.key.shown)” is only “\(value.shown)”, “\(next.shown)” is a field's name"
            ),
            help: LocalizedText(
                "给整段文字加引号：\(field.key.shown): \"\(text)\"",
                "Quote the whole text: \(field.key.shown): \"\(text)\""
            )
        )
    }

    /// Whether a key is part of a text and not a misspelt field; fields have ASCII names.
    static func isText(_ key: String) -> Bool {
        key.unicodeScalars.contains { !$0.isASCII || $0 == " " || $0 == "!" || $0 == "?" }
    }
}

/// Detects values that are empty because a `#` stands where they begin (RB010).
enum BlankValue {
    /// The finding for a key whose value begins with a `#`.
    static func comment(behind key: DocumentScalar) -> Diagnostic? {
        guard let start = key.source.index(of: key.location) else { return nil }
        return comment(in: key.source, from: start + key.length, passing: [" ", ":"])
    }

    /// The finding for a list item that begins with a `#`.
    static func comment(at item: DocumentScalar) -> Diagnostic? {
        guard item.isBlank, let start = item.source.index(of: item.location) else { return nil }
        return comment(in: item.source, from: start, passing: [" ", "-"])
    }

    /// Finds a `#` with a text right behind it; ordinary comments have a space there.
    private static func comment(
        in source: SourceText,
        from start: Int,
        passing passed: Set<Unicode.Scalar>
    ) -> Diagnostic? {
        let rest = source.allScalars.dropFirst(start).prefix(200)
        guard let mark = rest.firstIndex(where: { !passed.contains($0) }), source.allScalars[mark] == "#",
            mark > 0, source.allScalars[mark - 1] == " ", mark + 1 < source.allScalars.count
        else { return nil }
        let text = source.allScalars[mark...].prefix(41).prefix { $0 != "\n" && $0 != "\r" }
        guard text.count > 1, text.dropFirst().first?.properties.isWhitespace == false, text.dropFirst().first != "#"
        else {
            return nil
        }
        let shown = String(String.UnicodeScalarView(text)).trimmingSpaces
        return Diagnostic(
            "RB010",
            at: source.location(ofIndex: mark),
            length: text.count,
            LocalizedText("这里没有内容：空格后面的 “#” 是注释的开始", "There is nothing here: a “#” behind a space begins a comment"),
            help: LocalizedText("加引号：\"\(shown)\"", "Quote it: \"\(shown)\"")
        )
    }
}
