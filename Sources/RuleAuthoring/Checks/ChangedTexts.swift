import OperatorText
import RuleEngine

/// Finds texts that a ` #` cuts off, plain ones and ones that were quoted in part (RB110).
enum CutTexts: TextLint {
    static func findings(on text: WrittenText) -> [Diagnostic] {
        let scalar = text.scalar
        guard let comment = scalar.comment, isPart(comment.text, of: text, spaces: comment.spaces) else { return [] }
        let lost = ("#" + String(String.UnicodeScalarView(comment.text))).trimmingSpaces
        let (chinese, english) =
            switch text.use {
            case .sent: ("实际发送 “\(scalar.shown)”", "“\(scalar.shown)” is what will be sent")
            default: ("这里只剩 “\(scalar.shown)”", "only “\(scalar.shown)” is left here")
            }
        let whole = "\(scalar.text) \(lost)".excerpt.replacing("\"", with: "\\\"")
        return [
            Diagnostic(
                "RB110",
                .warning,
                at: scalar.source.location(ofIndex: comment.index),
                length: comment.text.count + 1,
                LocalizedText(
                    "空格后面的 “#” 是注释的开始，“\(lost.excerpt)” 被丢掉了：\(chinese)",
                    "A “#” behind a space begins a comment, and “\(lost.excerpt)” is dropped: \(english)"
                ),
                help: LocalizedText(
                    "如果是文字，整段加引号：\"\(whole)\"；如果是注释，写成 “  # 注释”（前面空两格，后面空一格）",
                    "If it is text, quote the whole: \"\(whole)\"; if it is a comment, put two spaces before the # and one behind it"
                )
            )
        ]
    }

    /// Whether a comment is probably a part of the text before it.
    ///
    /// A real comment has two spaces before the `#` and one behind it. Behind a reply, any other is taken for text; behind
    /// other texts, which often have comments, only one without a space behind the `#`, or one that names a key.
    private static func isPart(
        _ comment: ArraySlice<Unicode.Scalar>,
        of text: WrittenText,
        spaces: Int
    ) -> Bool {
        guard spaces <= 2 else { return false }
        let isApart = comment.first.map { $0.properties.isWhitespace || $0 == "#" } ?? true
        // The end of a quoted text is plain to see, and what follows it usually is a comment.
        let isPlain = text.scalar.style == .plain
        if isPlain, text.use == .sent { return spaces < 2 || !isApart }
        if isPlain, !isApart { return true }
        guard spaces == 1, let first = comment.first(where: { $0 != " " }) else { return false }
        let isKey = "键号".unicodeScalars.contains(first) || "0"..."9" ~= first
        return isKey && (isPlain || !isApart)
            || text.scalar.text.unicodeScalars.last.map { "按拨键入".unicodeScalars.contains($0) } ?? false
    }
}

/// Finds texts whose line ends become spaces (RB111).
enum LostLineEnds: TextLint {
    static func findings(on written: WrittenText) -> [Diagnostic] {
        guard written.hasLostLineEnds else { return [] }
        let scalar = written.scalar
        let text = scalar.text.trimmingFinalNewlines.excerpt.replacing("\n", with: "⏎")
        let (message, help) =
            switch written.use {
            case .sent:
                (
                    LocalizedText("换行会变成空格，实际发送 “\(text)”", "Line ends become spaces: “\(text)” is what will be sent"),
                    LocalizedText(
                        "要换行，写 “|” 后另起一行，各行缩进对齐；不要换行，写在一行里",
                        "To keep them, write “|” and the lines below it, indented; otherwise write one line"
                    )
                )
            case .word, .example:
                (
                    LocalizedText("这几行合成了一个词 “\(text)”", "These lines make one word, “\(text)”"),
                    LocalizedText("如果是几个词，每行写一个 “- 词”，或用逗号隔开", "If these are several, write “- word” lines or commas")
                )
            case .pattern:
                (
                    LocalizedText("换行会变成空格，正则是 “\(text)”", "Line ends become spaces: the expression is “\(text)”"),
                    LocalizedText("写在一行里", "Write it on one line")
                )
            case .shown, .address, .name:
                (
                    LocalizedText("换行会变成空格，这里是 “\(text)”", "Line ends become spaces: this is “\(text)”"),
                    LocalizedText("写在一行里", "Write it on one line")
                )
            }
        return [Diagnostic("RB111", .warning, at: scalar.location, length: scalar.length, message, help: help)]
    }
}

/// Finds quotes around a whole text that YAML takes for a part of it (RB113).
enum WholeQuotes: TextLint {
    static func findings(on text: WrittenText) -> [Diagnostic] {
        // ASCII quotes around others show that these are intended.
        guard [.sent, .shown, .name, .pattern].contains(text.use), text.scalar.style == .plain,
            let range = range(in: Array(text.scalar.text.unicodeScalars))
        else { return [] }
        let (chinese, english) =
            switch text.use {
            case .sent: ("会一起发给顾客", "is sent with it")
            case .pattern: ("是正则的一部分，消息里也要有它", "is a part of the expression, so a message must have it")
            default: ("会留在文字里", "stays in the text")
            }
        let place = text.scalar.place(of: range)
        return [
            Diagnostic(
                "RB113",
                .warning,
                at: place.location,
                length: place.length,
                LocalizedText("这里的引号不是 YAML 的引号，\(chinese)", "This is no quote to YAML: it \(english)"),
                help: LocalizedText(
                    "去掉引号，或改成半角的 \" \"；确实要这对引号，在外面再加一对半角引号",
                    "Delete the quotes, or write \" \"; if they are meant, put ASCII quotes around all of it"
                )
            )
        ]
    }

    /// The quoted part, or the single quote at one end; nil for a text without quotes.
    private static func range(in text: [Unicode.Scalar]) -> Range<Int>? {
        guard text.count > 1, let first = text.first, let last = text.last else { return nil }
        if let closing = Quotes.closing(first), first != "'", first != "\"" {
            let end = text.dropFirst().firstIndex { closing.contains($0) }
            // The first and the last quote of “退款”和“退货” are no pair.
            if end == text.count - 1 { return 0..<text.count }
            return end == nil && first != "’" && first != "＇" ? 0..<1 : nil
        }
        let before = text[text.count - 2]
        let isMeasure = before.properties.numericType != nil
        switch last {
        case "\"", "＂":
            let isOdd = text.count { $0 == last } % 2 == 1
            return isOdd && !isMeasure ? text.count - 1..<text.count : nil
        case "”": return text.contains("“") ? nil : text.count - 1..<text.count
        default: return nil
        }
    }
}

/// Finds lists of replies in brackets whose comma may be a part of a sentence (RB112).
enum SplitReplies {
    /// The finding on the first comma without a space behind it, because lists are written with one.
    static func finding(on node: DocumentNode) -> Diagnostic? {
        guard let items = node.sequence else { return nil }
        for (before, item) in zip(items, items.dropFirst()) {
            guard let left = before.scalar, let right = item.scalar, left.style == .plain, right.style == .plain,
                right.source.scalar(line: right.location.line, column: right.location.column - 1) == ","
            else { continue }
            let place = SourceLocation(
                path: right.location.path,
                line: right.location.line,
                column: right.location.column - 1
            )
            return Diagnostic(
                "RB112",
                .warning,
                at: place,
                LocalizedText(
                    "逗号把这里分成了两条回复：“\(left.shown)” 和 “\(right.shown)”",
                    "The comma makes two replies of this: “\(left.shown)” and “\(right.shown)”"
                ),
                help: LocalizedText(
                    "如果是一句话，加引号：\"\("\(left.text),\(right.text)".excerpt)\"；如果是两条回复，逗号后空一格，或每条写一行",
                    "If it is one reply, quote it: \"\("\(left.text),\(right.text)".excerpt)\"; if it is two, put a space behind the comma"
                )
            )
        }
        return nil
    }
}
