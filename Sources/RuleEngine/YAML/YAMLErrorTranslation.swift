import Yams

/// Says in an operator's words what the YAML library found (RB001, RB002, RB003).
struct YAMLErrorTranslation {
    let source: SourceText

    func diagnostic(for error: any Error) -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: diagnostic
        case let error as YamlError: diagnostic(for: error)
        default: unreadable(at: place(line: 1, column: 1), Phrase(verbatim: "\(error)"))
        }
    }

    private func diagnostic(for error: YamlError) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            syntax(problem, at: place(mark), since: context.map { place($0.mark) })
        case .duplicatedKeysInMapping(let keys, let context):
            DuplicateKeySearch(source: source)
                .diagnostic(key: keys.first ?? "", first: place(context.mark))
        case .memory:
            unreadable(at: place(line: 1, column: 1), Phrase("内容过多或嵌套过深", "too much content, or nested too deep"))
        default: unreadable(at: place(line: 1, column: 1), Phrase(verbatim: "\(error)"))
        }
    }

    /// Names the usual causes; what is left keeps the library's words.
    private func syntax(_ problem: String, at noticed: SourceLocation, since start: SourceLocation?) -> Diagnostic {
        // A line without its colon is given up only behind its end.
        let isAbove = problem == "could not find expected ':'"
        let place = isAbove ? start ?? noticed : noticed
        if let tab = tabIndentation(at: place) ?? tabIndentation(at: noticed) { return tab }
        let misleading = MisleadingSource(source, at: place, since: start)
        if let quote = misleading.unclosedQuote { return quote }
        let found = source.scalar(line: place.line, column: place.column)
        switch problem {
        case "found character that cannot start any token":
            guard let found else { break }
            return found == "\t" ? strayTab(at: place) : specialWord(found, at: place)
        case "found undefined alias": return specialWord("*", at: place)
        case "but found another document": return severalDocuments(at: place)
        default: break
        }
        if let sign = misleading.sign ?? misspeltColon(near: place, since: start) ?? misleading.structure {
            return sign
        }
        if problem == "mapping values are not allowed in this context" { return unquotedColon(at: place) }
        if let word = misleadingWord(before: place, since: start) { return word }
        let reason = YAMLProblemTexts.phrase(for: problem)
        guard let start, YAMLProblemTexts.isUnclosed(problem) else { return unreadable(at: place, reason) }
        if let mark = source.scalar(line: start.line, column: start.column), mark == "\"" || mark == "'" {
            return misleading.unclosed(at: start)
        }
        return unreadable(at: start, reason, noticedAt: place)
    }

    /// A word whose first character YAML keeps for itself, such as `@客服`.
    func specialWord(_ mark: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        let word = word(at: place)
        let (chinese, english) = YAMLErrorTranslation.hint(for: mark)
        return Diagnostic(
            "RB003",
            at: place,
            length: word.unicodeScalars.count,
            Phrase("YAML 语法:单词不能以 “\(mark)” 开头", "YAML syntax: a word cannot begin with “\(mark)”"),
            help: Phrase(
                "加引号:\"\(word)\"\(chinese)",
                "Quote it: \"\(word)\"\(english)"
            )
        )
    }

    func unreadable(at place: SourceLocation, _ reason: Phrase, noticedAt end: SourceLocation? = nil) -> Diagnostic {
        let note = Phrase("读到这里才发现", "It was noticed here")
        return Diagnostic(
            "RB003",
            at: place,
            Phrase("YAML 语法:\(reason.chinese)", "YAML syntax: \(reason.english)"),
            help: Phrase(
                "检查这一行和上一行的缩进、引号、括号和冒号",
                "Check indentation, quotes, brackets and colons of this line and the one before"
            ),
            related: end.map { [Diagnostic.Related(location: $0, note: note)] } ?? []
        )
    }

    /// The place of a mark; behind the last text the library counts on, where there is nothing to show.
    private func place(_ mark: Mark) -> SourceLocation {
        let lines = stride(from: source.lineCount, to: 0, by: -1)
        let last = lines.first { source.scalars(ofLine: $0)?.contains { !$0.properties.isWhitespace } ?? false } ?? 1
        guard mark.line > last else { return place(line: mark.line, column: mark.column) }
        return place(line: last, column: max(1, source.scalars(ofLine: last)?.count ?? 1))
    }

    func place(line: Int, column: Int) -> SourceLocation {
        SourceLocation(path: source.path, line: line, column: column)
    }
}
