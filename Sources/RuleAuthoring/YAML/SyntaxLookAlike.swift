import OperatorText
import RuleEngine

/// Diagnostics for characters that only look like those of YAML (RB005).
enum SyntaxLookAlike {
    /// Where YAML reads a space as text.
    enum Position {
        case indentation
        case colon
        case dash
        case blockSign
    }

    static func space(_ scalar: Unicode.Scalar, at place: SourceLocation, position: Position) -> Diagnostic {
        let name = LookAlike.name(ofSpace: scalar)
        let (chinese, english) =
            switch position {
            case .indentation:
                ("缩进里有\(name.chinese)，YAML 把它当作文字", "The indentation contains \(name.english), which is text to YAML")
            case .colon:
                (
                    "冒号后面是\(name.chinese)，YAML 不认它是空格",
                    "Behind the colon stands \(name.english), which is no space to YAML"
                )
            case .dash:
                ("“-” 后面是\(name.chinese)，YAML 不认它是列表项", "Behind “-” stands \(name.english); YAML sees no list item")
            case .blockSign:
                ("“|” 后面有\(name.chinese)，YAML 把它当作文字", "Behind “|” stands \(name.english), which is text to YAML")
            }
        let help =
            position == .blockSign
            ? LocalizedText("删掉它", "Delete it")
            : LocalizedText("删掉它，改用半角空格", "Delete it and type an ordinary space")
        return Diagnostic("RB005", at: place, LocalizedText(chinese, english), help: help)
    }

    /// A full-width form of a sign.
    static func sign(_ scalar: Unicode.Scalar, meant: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB005",
            at: place,
            LocalizedText(
                "“\(scalar)” 不是半角的 “\(meant)”，YAML 把它当作文字",
                "“\(scalar)” is not the ASCII “\(meant)”; it is text to YAML"
            ),
            help: LocalizedText("改成半角的 “\(meant)”", "Write “\(meant)”")
        )
    }

    /// A dash that begins no list item, because it is no ASCII dash or no space follows it.
    static func dash(_ scalar: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        let message =
            scalar == "-"
            ? LocalizedText("“-” 后面没有空格，YAML 不认它是列表项", "No space follows “-”; YAML sees no list item")
            : LocalizedText(
                "“\(scalar)” 不是半角的 “-”，YAML 不认它是列表项",
                "“\(scalar)” is not the ASCII “-”; YAML sees no list item"
            )
        return Diagnostic(
            "RB005",
            at: place,
            message,
            help: LocalizedText("写成 “- ”：半角减号，后面空一格", "Write “- ”: an ASCII dash and a space")
        )
    }

    /// Brackets around a list that are not ASCII.
    static func brackets(_ scalar: DocumentScalar) -> Diagnostic {
        Diagnostic(
            "RB005",
            at: scalar.location,
            length: scalar.length,
            LocalizedText(
                "“\(scalar.shown)” 是一个词，不是列表：列表要用半角的 [ ] 和逗号",
                "“\(scalar.shown)” is one word and no list: a list has ASCII [ ] and commas"
            ),
            help: LocalizedText("写成 [词, 词]，整个列表外面不加引号", "Write [word, word], without quotes around the list")
        )
    }

    /// A full-width colon, or one without a space, behind the name of a field.
    static func colon(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText(
                "YAML 语法：字段名后面要写半角冒号 “:” 和一个空格",
                "YAML syntax: a field's name needs “:” and a space behind it"
            ),
            help: LocalizedText("把这里改成 “: ”（半角冒号，后面空一格）", "Write “: ” here: an ASCII colon and a space")
        )
    }

    /// The sign of a block text that the character resembles.
    static func blockSign(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "｜", "︱", "∣", "│", "┃", "丨", "￨": "|"
        case "＞", "〉", "》": ">"
        default: nil
        }
    }
}

/// Detects a text that was meant as a list, whose dashes or brackets only look like those of YAML (RB005).
enum ListLookAlike {
    /// The finding for a text in the place of a list; nil for an ordinary word.
    static func diagnostic(for scalar: DocumentScalar) -> Diagnostic? {
        guard let first = scalar.text.unicodeScalars.first else { return nil }
        guard scalar.style == .plain else {
            let isList = first == "[" && scalar.text.unicodeScalars.last == "]" && scalar.text.contains(",")
            return isList ? SyntaxLookAlike.brackets(scalar) : nil
        }
        return item(scalar) ?? brackets(scalar) ?? closingBracket(scalar)
    }

    /// `-发票`, `－ 发票` and a dash with an odd space.
    private static func item(_ scalar: DocumentScalar) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard let first = scalars.first, first == "-" || LookAlike.isDash(first), let next = scalars.dropFirst().first
        else { return nil }
        if first == "-", LookAlike.isOddSpace(next) {
            return SyntaxLookAlike.space(next, at: scalar.place(of: 1..<2).location, position: .dash)
        }
        // A number may be negative, and a line of dashes is a text.
        guard next.properties.numericType == nil, !LookAlike.isDash(next), next != "-" else { return nil }
        return SyntaxLookAlike.dash(first, at: scalar.location)
    }

    /// `［退款，退货］`, and other brackets with several words in them.
    private static func brackets(_ scalar: DocumentScalar) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, closing[first]?.contains(last) == true,
            first == "［" || scalar.text.unicodeScalars.contains(where: isSeparator)
        else { return nil }
        return SyntaxLookAlike.brackets(scalar)
    }

    /// `退款, 退货]`: the bracket at the beginning is missing.
    private static func closingBracket(_ scalar: DocumentScalar) -> Diagnostic? {
        let scalars = scalar.text.unicodeScalars
        guard scalars.last == "]", scalars.count > 1, !scalars.contains("[") else { return nil }
        let place = scalar.place(of: scalars.count - 1..<scalars.count)
        return Diagnostic(
            "RB005",
            at: place.location,
            LocalizedText("“]” 前面没有 “[”，这是一个词而不是列表", "No “[” stands before the “]”: this is one word and no list"),
            help: LocalizedText("写成 [词, 词]", "Write [word, word]")
        )
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", "，", "、", ";", "；": true
        default: false
        }
    }

    private static let closing: [Unicode.Scalar: [Unicode.Scalar]] = [
        "［": ["］", "]"], "【": ["】", "]"], "〔": ["〕"], "｛": ["｝"], "（": ["）"], "(": [")"],
    ]
}
