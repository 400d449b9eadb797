extension DocumentConversion {
    /// Refuses a node that begins with an anchor, an alias or a tag; all three change what a text means.
    func refuseDecoration(at place: SourceLocation) throws(Diagnostic) {
        switch source.scalar(line: place.line, column: place.column) {
        case "&": throw decoration("&", at: place)
        case "*": throw decoration("*", at: place)
        case "!": throw decoration("!", at: place)
        default: return
        }
    }

    /// Refuses a text with control characters, which only an escape such as `\e` can bring into it.
    func refuseControlCharacters(in scalar: DocumentScalar) throws(Diagnostic) {
        let refused = scalar.text.unicodeScalars.first {
            $0 != "\n" && $0 != "\t" && $0.properties.generalCategory == .control
        }
        guard let refused else { return }
        let code = String(refused.value, radix: 16, uppercase: true)
        throw Diagnostic(
            "RB001",
            at: scalar.location,
            length: scalar.length,
            Phrase("这段文字里有控制字符 U+\(code)", "This text holds the control character U+\(code)"),
            help: Phrase("删掉双引号里的转义,只留 \\n 和 \\t", "Delete the escape between the quotes; only \\n and \\t may stay")
        )
    }

    func decoration(_ mark: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        YAMLErrorTranslation(source: source).specialWord(mark, at: place)
    }

    func tooDeep(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            Phrase(
                "嵌套超过 \(DocumentConversion.depthLimit) 层",
                "Nested more than \(DocumentConversion.depthLimit) levels deep"
            ),
            help: Phrase("规则文件用不到这么深,检查括号和缩进", "No rule file needs that; check brackets and indentation")
        )
    }

    func keyIsNoText(_ key: DocumentNode) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: key.location,
            Phrase("字段名应是一段文字,这里是\(key.shape.chinese)", "A field's name is a text; this is \(key.shape.english)"),
            help: Phrase(
                "文字以 [ 或 { 开头时加引号,例如 \"{{date}}\"",
                "Quote a text that begins with [ or {, for example \"{{date}}\""
            )
        )
    }

    static func tooManyNodes(in source: SourceText) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            Phrase(
                "文件里的键、值和列表项太多,超过 \(nodeLimit) 个",
                "The file has more than \(nodeLimit) keys, values and list items"
            ),
            help: Phrase("拆成几个文件放在同一个目录里", "Split it into several files in one directory")
        )
    }

    /// Before anything is parsed: so many signs and line ends may stand for as many nodes.
    static func tooManyEntries(in source: SourceText, limit: Int) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            Phrase(
                "文件太大:换行、逗号、问号和左括号超过 \(limit) 个",
                "The file is too large: more than \(limit) line ends, commas, question marks and opening brackets"
            ),
            help: Phrase("拆成几个文件放在同一个目录里", "Split it into several files in one directory")
        )
    }

    static func tooManyNodesInAll(at source: SourceText) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: SourceLocation(path: source.path, line: 1, column: 1),
            Phrase(
                "所有文件的键、值和列表项合计太多,到这个文件已超过 \(DocumentBudget.limit) 个",
                "All files together have too many keys, values and list items: with this one more than \(DocumentBudget.limit)"
            ),
            help: Phrase("删掉用不到的规则文件", "Take out rule files that are not needed")
        )
    }
}
