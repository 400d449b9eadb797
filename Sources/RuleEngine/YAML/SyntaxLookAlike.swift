/// Says that a character only looks like one of YAML's own (RB005).
enum SyntaxLookAlike {
    /// The position of a space that YAML reads as text.
    enum Position {
        case indentation
        case colon
        case dash
        case blockSign
    }

    static func space(_ scalar: Unicode.Scalar, at place: SourceLocation, _ position: Position) -> Diagnostic {
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
            ? Phrase("删掉它", "Delete it")
            : Phrase("删掉它，改用半角空格", "Delete it and type an ordinary space")
        return Diagnostic("RB005", at: place, Phrase(chinese, english), help: help)
    }

    /// A full-width form of a sign.
    static func sign(_ scalar: Unicode.Scalar, meant: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB005",
            at: place,
            Phrase(
                "“\(scalar)” 不是半角的 “\(meant)”，YAML 把它当作文字",
                "“\(scalar)” is not the ASCII “\(meant)”; it is text to YAML"
            ),
            help: Phrase("改成半角的 “\(meant)”", "Write “\(meant)”")
        )
    }

    /// A dash that begins no list item: it is no ASCII dash, or no space follows it.
    static func dash(_ scalar: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        let message =
            scalar == "-"
            ? Phrase("“-” 后面没有空格，YAML 不认它是列表项", "No space follows “-”; YAML sees no list item")
            : Phrase(
                "“\(scalar)” 不是半角的 “-”，YAML 不认它是列表项",
                "“\(scalar)” is not the ASCII “-”; YAML sees no list item"
            )
        return Diagnostic(
            "RB005",
            at: place,
            message,
            help: Phrase("写成 “- ”：半角减号，后面空一格", "Write “- ”: an ASCII dash and a space")
        )
    }

    /// Brackets around a list that are no ASCII brackets.
    static func brackets(_ scalar: DocumentScalar) -> Diagnostic {
        Diagnostic(
            "RB005",
            at: scalar.location,
            length: scalar.length,
            Phrase(
                "“\(scalar.shown)” 是一个词，不是列表：列表要用半角的 [ ] 和逗号",
                "“\(scalar.shown)” is one word and no list: a list has ASCII [ ] and commas"
            ),
            help: Phrase("写成 [词, 词]，整个列表外面不加引号", "Write [word, word], without quotes around the list")
        )
    }

    /// A full-width colon, or one without a space, where a field's name ends.
    static func colon(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            Phrase("YAML 语法:字段名后面要写半角冒号 “:” 和一个空格", "YAML syntax: a field's name needs “:” and a space behind it"),
            help: Phrase("把这里改成 “: ”(半角冒号,后面空一格)", "Write “: ” here: an ASCII colon and a space")
        )
    }

    /// The sign of a block text that a character looks like.
    static func blockSign(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "｜", "︱", "∣", "│", "┃", "丨", "￨": "|"
        case "＞", "〉", "》": ">"
        default: nil
        }
    }
}

/// A rule that does not stand in the list under `rules:`: the first mistake of most newcomers (RB013).
struct MisplacedRule {
    let source: SourceText
    let blockLines: Set<Int>

    /// The finding for a rule that begins on a line, where it is in the wrong section or not aligned with the others.
    func diagnostic(atLine number: Int) -> Diagnostic? {
        guard let column = ruleColumn(number) else { return nil }
        let place = SourceLocation(path: source.path, line: number, column: column)
        guard let (section, start) = section(above: number) else { return Self.outside(at: place) }
        guard section == "rules" else {
            return section == "version" ? Self.outside(at: place) : Self.under(section, at: place)
        }
        var first: Int?
        for line in stride(from: start + 1, to: number, by: 1) where first == nil { first = ruleColumn(line) }
        guard let first, first != column else { return nil }
        return Self.misaligned(at: place, column: first)
    }

    private func section(above number: Int) -> (name: String, line: Int)? {
        for line in stride(from: number - 1, to: 0, by: -1) {
            if let name = section(line) { return (name, line) }
        }
        return nil
    }

    static func under(_ section: String, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB013",
            at: place,
            Phrase("这条规则写在 “\(section)” 下面了", "This rule stands under “\(section)”"),
            help: Phrase(
                "把它移到 rules: 的列表里（\(section): 之外），与其他规则的 “- ” 对齐",
                "Move it into the list under rules:, outside of \(section):, with its “- ” below those of other rules"
            )
        )
    }

    static func outside(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB013",
            at: place,
            Phrase("这条规则不在 “rules” 下面", "This rule does not stand under “rules”"),
            help: Phrase("在它上面写一行 rules:，规则缩进两格", "Write a line rules: above it, and indent the rules by two")
        )
    }

    private static func misaligned(at place: SourceLocation, column: Int) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            Phrase("YAML 语法：这条规则没有与其他规则对齐", "YAML syntax: this rule is not aligned with the others"),
            help: Phrase("把它的 “- ” 移到第 \(column) 列", "Move its “- ” to column \(column)")
        )
    }

    /// Whether a node is what a rule looks like.
    static func isRule(_ node: DocumentNode) -> Bool {
        guard let mapping = node.mapping else { return false }
        return mapping.contains { ["id", "match"].contains($0.key.text) }
    }

    private func ruleColumn(_ number: Int) -> Int? {
        guard !blockLines.contains(number), let line = source.scalars(ofLine: number) else { return nil }
        let item = line.drop { $0 == " " }
        guard item.first == "-", item.dropFirst().first == " " else { return nil }
        let name = item.dropFirst().drop { $0 == " " }.prefix { $0 != ":" && $0 != " " }
        let isRule = ["id", "title", "match", "event"].contains(String(String.UnicodeScalarView(name.prefix(8))))
        return isRule && line[name.endIndex...].first == ":" ? item.startIndex - line.startIndex + 1 : nil
    }

    /// The section that begins on a line.
    private func section(_ number: Int) -> String? {
        guard !blockLines.contains(number), let line = source.scalars(ofLine: number) else { return nil }
        let name = line.prefix(20).prefix(while: MisleadingSource.isFieldCharacter)
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == ":" else { return nil }
        return String(String.UnicodeScalarView(name))
    }
}
