/// Warns of a text that a ` #` cuts off (RB110).
enum CutText {
    /// The finding for a plain text with a comment behind it that is probably a part of the text.
    ///
    /// A comment stands apart: two spaces before the `#`, one behind it. Behind a reply everything else is taken for text;
    /// behind other texts, for which comments are common, only what has no space behind the `#`, or names a key.
    static func diagnostic(for scalar: DocumentScalar, _ use: WrittenTextLint.Use) -> Diagnostic? {
        guard let comment = scalar.comment, isText(comment.text, spaces: comment.spaces, behind: scalar, use) else {
            return nil
        }
        let lost = ("#" + String(String.UnicodeScalarView(comment.text))).trimmingSpaces
        let (chinese, english) =
            switch use {
            case .sent: ("实际发送 “\(scalar.shown)”", "“\(scalar.shown)” is what will be sent")
            default: ("这里只剩 “\(scalar.shown)”", "only “\(scalar.shown)” is left here")
            }
        let whole = "\(scalar.text) \(lost)".excerpt.replacing("\"", with: "\\\"")
        return Diagnostic(
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
    }

    private static func isText(
        _ comment: ArraySlice<Unicode.Scalar>,
        spaces: Int,
        behind scalar: DocumentScalar,
        _ use: WrittenTextLint.Use
    ) -> Bool {
        guard spaces <= 2 else { return false }
        let isApart = comment.first.map { $0.properties.isWhitespace || $0 == "#" } ?? true
        if use == .sent { return spaces < 2 || !isApart }
        if !isApart { return true }
        guard spaces == 1, let first = comment.first(where: { $0 != " " }) else { return false }
        return "键号".unicodeScalars.contains(first) || "0"..."9" ~= first
            || scalar.text.unicodeScalars.last.map { "按拨键入".unicodeScalars.contains($0) } ?? false
    }
}

/// Warns of a text whose line ends become spaces (RB111).
enum LostLineEnds {
    static func diagnostic(for scalar: DocumentScalar, _ use: WrittenTextLint.Use) -> Diagnostic {
        let text = scalar.text.trimmingFinalNewlines.excerpt.replacing("\n", with: "⏎")
        let (message, help) =
            switch use {
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
        return Diagnostic("RB111", .warning, at: scalar.location, length: scalar.length, message, help: help)
    }
}

/// Warns of quotes around a whole text that are no quotes to YAML, and so a part of it (RB113).
enum WholeQuotes {
    static func diagnostic(for scalar: DocumentScalar, _ use: WrittenTextLint.Use) -> Diagnostic? {
        guard let range = range(in: Array(scalar.text.unicodeScalars)) else { return nil }
        let place = scalar.place(of: range)
        let (chinese, english) =
            switch use {
            case .sent: ("会一起发给顾客", "is sent with it")
            case .pattern: ("是正则的一部分，消息里也要有它", "is a part of the expression, so a message must have it")
            default: ("会留在文字里", "stays in the text")
            }
        return Diagnostic(
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
    }

    /// What is quoted, or the lone quote at an end; nil for a text without.
    private static func range(in text: [Unicode.Scalar]) -> Range<Int>? {
        guard text.count > 1, let first = text.first, let last = text.last else { return nil }
        if let closing = Quotes.closing(first), first != "'", first != "\"" {
            let end = text.dropFirst().firstIndex { closing.contains($0) }
            // “退款”和“退货” begins and ends with quotes that are not around all of it.
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

/// Warns of a word that looks like a reference to a set, or like a variable, but is taken literally (RB114, RB116).
enum WordReference {
    static func diagnostic(for scalar: DocumentScalar, setNames: Set<String>) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard scalars.count <= 100, let first = scalars.first else { return nil }
        let rest = String(String.UnicodeScalarView(scalars.dropFirst())).trimmingSpaces
        switch first {
        case "＄", "﹩":
            let isAmount = rest.unicodeScalars.first.map { $0.properties.numericType != nil } ?? true
            return isAmount ? nil : reference(scalar, rest)
        case "￥", "¥", "€", "£": return setNames.contains(rest) ? reference(scalar, rest) : nil
        default: break
        }
        let narrow = scalars.map { $0 == "｛" ? "{" : $0 == "｝" ? "}" : $0 }
        let pairs = zip(narrow.indices, zip(narrow, narrow.dropFirst()))
        guard let start = pairs.first(where: { $0.1 == ("{", "{") })?.0,
            pairs.contains(where: { $0.0 > start && $0.1 == ("}", "}") })
        else { return nil }
        let place = scalar.place(of: start..<start + 2)
        return Diagnostic(
            "RB116",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "关键词里没有变量，消息里要有 “\(scalar.shown)” 原文才会命中",
                "Keywords have no variables: only a message with “\(scalar.shown)” itself matches"
            ),
            help: LocalizedText("词组写 $名称；可变的部分用 regex", "A set is written $name; what varies needs a regex")
        )
    }

    private static func reference(_ scalar: DocumentScalar, _ name: String) -> Diagnostic {
        Diagnostic(
            "RB114",
            .warning,
            at: scalar.location,
            length: scalar.length,
            LocalizedText(
                "“\(scalar.shown)” 不是词组引用：引用要用半角的 “$”",
                "“\(scalar.shown)” does not refer to a set: that takes an ASCII “$”"
            ),
            help: LocalizedText("写成 $\(name.excerpt)", "Write $\(name.excerpt)")
        )
    }
}
