import OperatorText
import RuleEngine
import Yams

/// Translates errors of the YAML library into diagnostics (RB001, RB002, RB003).
struct YAMLErrorTranslation {
    let source: SourceText

    func diagnostic(for error: any Error) -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: diagnostic
        case let error as YamlError: diagnostic(for: error)
        default: unreadable(at: place(line: 1, column: 1), reason: LocalizedText(verbatim: "\(error)"))
        }
    }

    private func diagnostic(for error: YamlError) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            syntax(problem, at: place(mark), since: context.map { place($0.mark) })
        case .duplicatedKeysInMapping(let keys, let context):
            DuplicateKeySearch(source: source, key: keys.first ?? "", first: place(context.mark)).diagnostic
        case .memory:
            unreadable(
                at: place(line: 1, column: 1),
                reason: LocalizedText("内容过多或嵌套过深", "too much content, or nested too deep")
            )
        default: unreadable(at: place(line: 1, column: 1), reason: LocalizedText(verbatim: "\(error)"))
        }
    }

    /// Searches for the usual causes, the most certain first; the rest is reported in the words for the problem.
    private func syntax(_ problem: String, at noticed: SourceLocation, since start: SourceLocation?) -> Diagnostic {
        // The library notices a missing colon only behind the end of the line.
        let isAbove = problem == "could not find expected ':'"
        let place = isAbove ? start ?? noticed : noticed
        if let tab = tabIndentation(at: place) ?? tabIndentation(at: noticed) { return tab }
        let misleading = MisleadingSource.scan(source, at: place, since: start)
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
        let reason = YAMLProblemTexts.known(problem) ?? LocalizedText("这里读不懂（\(problem)）", problem)
        guard let start, YAMLProblemTexts.isUnclosed(problem) else { return unreadable(at: place, reason: reason) }
        if let mark = source.scalar(line: start.line, column: start.column), mark == "\"" || mark == "'" {
            return misleading.unclosed(at: start)
        }
        return unreadable(at: start, reason: reason, noticedAt: place)
    }

    /// A word that begins with a reserved character, such as `@客服`.
    func specialWord(_ mark: Unicode.Scalar, at place: SourceLocation) -> Diagnostic {
        let word = word(at: place)
        let (chinese, english) = YAMLErrorTranslation.hint(for: mark)
        return Diagnostic(
            "RB003",
            at: place,
            length: word.unicodeScalars.count,
            LocalizedText("YAML 语法：单词不能以 “\(mark)” 开头", "YAML syntax: a word cannot begin with “\(mark)”"),
            help: LocalizedText(
                "加引号：\"\(word)\"\(chinese)",
                "Quote it: \"\(word)\"\(english)"
            )
        )
    }

    private func unreadable(
        at place: SourceLocation,
        reason: LocalizedText,
        noticedAt end: SourceLocation? = nil
    ) -> Diagnostic {
        let note = LocalizedText("读到这里才发现", "It was noticed here")
        return Diagnostic(
            "RB003",
            at: place,
            LocalizedText("YAML 语法：\(reason.chinese)", "YAML syntax: \(reason.english)"),
            help: LocalizedText(
                "检查这一行和上一行的缩进、引号、括号和冒号",
                "Check indentation, quotes, brackets and colons of this line and the one before"
            ),
            related: end.map { [Diagnostic.Related(location: $0, note: note)] } ?? []
        )
    }

    /// The place of a mark; the library counts on behind the last text, where nothing can be quoted.
    private func place(_ mark: Mark) -> SourceLocation {
        let lines = stride(from: source.lineCount, to: 0, by: -1)
        let last = lines.first { source.scalars(ofLine: $0)?.contains { !$0.properties.isWhitespace } ?? false } ?? 1
        guard mark.line > last else { return place(line: mark.line, column: mark.column) }
        return place(line: last, column: max(1, source.scalars(ofLine: last)?.count ?? 1))
    }

    private func place(line: Int, column: Int) -> SourceLocation {
        SourceLocation(path: source.path, line: line, column: column)
    }
}

extension YAMLErrorTranslation {
    /// A tab in the indentation of a line.
    private func tabIndentation(at place: SourceLocation) -> Diagnostic? {
        let indentation = source.scalars(ofLine: place.line)?.prefix { $0 == " " || $0 == "\t" } ?? []
        guard let tab = indentation.firstIndex(of: "\t") else { return nil }
        return Diagnostic(
            "RB001",
            at: self.place(line: place.line, column: tab - indentation.startIndex + 1),
            LocalizedText("缩进里有制表符（Tab）", "The indentation contains a tab"),
            help: LocalizedText("改成空格；YAML 不允许用 Tab 缩进", "Use spaces; YAML does not allow tabs for indentation")
        )
    }

    /// A tab where a value can begin.
    private func strayTab(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB001",
            at: place,
            LocalizedText("这里有制表符（Tab）", "A tab stands here"),
            help: LocalizedText("改成空格", "Write a space")
        )
    }

    private func severalDocuments(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            length: 3,
            LocalizedText("一个文件只能有一份内容，这里用 “---” 开始了另一份", "A file holds one document; another begins here"),
            help: LocalizedText(
                "删掉这个 “---”，或把后面的内容放进另一个文件",
                "Delete this “---”, or move what follows to a file of its own"
            )
        )
    }

    private func unquotedColon(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            LocalizedText("YAML 语法：此处不能有 “: ”", "YAML syntax: there cannot be a “: ” here"),
            help: LocalizedText(
                "文字里有“冒号加空格”时给整段文字加引号；若是字段，检查缩进是否与上一行对齐",
                "Quote a text that contains a colon and a space; if this is a field, check that it is aligned"
            )
        )
    }

    /// A word whose reserved first character misled the parser.
    ///
    /// It stands on the line where the parser stopped, or on the line where the list or text begins.
    private func misleadingWord(before place: SourceLocation, since start: SourceLocation?) -> Diagnostic? {
        if let word = reservedWord(onLine: place.line, in: 0..<place.column) { return word }
        guard let start else { return nil }
        return reservedWord(onLine: start.line, in: start.column..<Int.max)
    }

    private func reservedWord(onLine number: Int, in offsets: Range<Int>) -> Diagnostic? {
        guard let line = source.scalars(ofLine: number).map(Array.init) else { return nil }
        for offset in offsets.clamped(to: 0..<line.count) where YAMLErrorTranslation.reserved.contains(line[offset]) {
            guard isWordStart(line[..<offset]) else { continue }
            return specialWord(line[offset], at: place(line: number, column: offset + 1))
        }
        return nil
    }

    /// Whether a word can begin behind this part of a line: after a bracket, comma, colon or dash, outside quotes.
    private func isWordStart(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
        let isQuoted = before.count { $0 == "\"" } % 2 == 1 || before.count { $0 == "'" } % 2 == 1
        guard !isQuoted, let last = before.last(where: { $0 != " " }) else { return !isQuoted }
        return YAMLErrorTranslation.separators.contains(last)
    }

    /// The usual reason for a word that begins with the character.
    private static func hint(for mark: Unicode.Scalar) -> (chinese: String, english: String) {
        switch mark {
        case "@": ("。若想引用词组，写 $名称", ". To use a set of words, write $name")
        case "&", "*":
            (
                "。规则文件不用 YAML 的锚点和别名；几处共用的词写进 sets，用 $名称 引用",
                ". Rule files have no YAML anchors and aliases; words for several places go into sets, used as $name"
            )
        case "!": ("。规则文件不用 YAML 标签", ". Rule files have no YAML tags")
        case "#": ("。空格后面的 # 是注释的开始", ". A # behind a space begins a comment")
        default: ("", "")
        }
    }

    /// The word at a place, up to a separator.
    private func word(at place: SourceLocation) -> String {
        let line = source.scalars(ofLine: place.line)?.dropFirst(place.column - 1) ?? []
        var word: [Unicode.Scalar] = []
        for scalar in line.prefix(40) {
            // A comment ends a word as well.
            if ",[]{}".unicodeScalars.contains(scalar) || scalar == "#" && word.last == " " { break }
            word.append(scalar)
        }
        return String(String.UnicodeScalarView(word)).trimmingSpaces
    }

    private static let reserved: Set<Unicode.Scalar> = ["@", "`", "%", "*", "&", "!", "#"]
    private static let separators: Set<Unicode.Scalar> = ["[", "{", ",", ":", "-"]
}

extension YAMLErrorTranslation {
    /// A field whose colon is full-width or has no space behind it.
    ///
    /// YAML reads such a line as plain text and stops at a later one.
    private func misspeltColon(near place: SourceLocation, since start: SourceLocation?) -> Diagnostic? {
        for number in [start?.line, place.line, lineAbove(place)].compactMap(\.self) {
            guard let column = misspeltColon(onLine: number) else { continue }
            return SyntaxLookAlike.colon(at: self.place(line: number, column: column))
        }
        return nil
    }

    /// The nearest line above with text; nil if the line of the place has a field and so began correctly.
    private func lineAbove(_ place: SourceLocation) -> Int? {
        let before = source.scalars(ofLine: place.line)?.prefix(place.column - 1) ?? []
        guard !zip(before, before.dropFirst()).contains(where: { $0 == ":" && $1 == " " }) else { return nil }
        return stride(from: place.line - 1, to: 0, by: -1)
            .first { number in
                let first = source.scalars(ofLine: number)?.first { $0 != " " }
                return first != nil && first != "#"
            }
    }

    /// The column of the colon in lines such as `reply：好`, `rules：` and `match:[x]`.
    private func misspeltColon(onLine number: Int) -> Int? {
        guard let line = source.scalars(ofLine: number).map(Array.init) else { return nil }
        let start = line.firstIndex { $0 != " " && $0 != "-" } ?? line.count
        let isItem = line[..<start].contains("-")
        // List items may be sentences such as “提示：…”, so in an item only an ASCII name counts as a field.
        let name = line[start...]
            .prefix { isItem || $0.isASCII ? MisleadingSource.isFieldCharacter($0) : $0.properties.isAlphabetic }
        let end = name.endIndex
        guard !name.isEmpty, end < line.count else { return nil }
        let isASCII = name.allSatisfy(\.isASCII)
        let lacksSpace =
            isASCII && line[end] == ":" && end + 1 < line.count && !" /".unicodeScalars.contains(line[end + 1])
        return line[end] == "\u{FF1A}" || lacksSpace ? end + 1 : nil
    }
}

/// Words for the problems that the YAML library reports.
enum YAMLProblemTexts {
    /// The words for a problem; nil for problems that no test has caused yet.
    static func known(_ problem: String) -> LocalizedText? {
        if let text = texts[problem] { return text }
        if problem.hasPrefix("Maximum nesting level") { return LocalizedText("嵌套过深", "nested too deep") }
        return nil
    }

    /// Whether the mistake stands where the list or text begins, and not where the parser stopped.
    static func isUnclosed(_ problem: String) -> Bool {
        unclosed.contains(problem)
    }

    private static let unclosed: Set<String> = [
        "did not find expected ',' or ']'", "did not find expected ',' or '}'", "found unexpected end of stream",
        "found unexpected document indicator",
    ]

    private static let texts = [
        "did not find expected ',' or ']'": LocalizedText("这个列表缺少 “,” 或 “]”", "this list lacks a “,” or “]”"),
        "did not find expected ',' or '}'": LocalizedText("这个括号里缺少 “,” 或 “}”", "these braces lack a “,” or “}”"),
        "did not find expected key": LocalizedText(
            "此处应是一个字段（多半是缩进没有对齐，或引号没有成对）",
            "a field is expected here (most often the indentation is off, or a quote is not closed)"
        ),
        "did not find expected '-' indicator": LocalizedText(
            "此处应是以 “- ” 开头的列表项（多半是缩进没有对齐）",
            "a list item, “- ”, is expected here (most often the indentation is off)"
        ),
        "could not find expected ':'": LocalizedText(
            "字段名后面缺少 “: ”（冒号后要有空格）",
            "a field's name lacks its “: ” (with a space behind the colon)"
        ),
        "found unexpected end of stream": LocalizedText("这个引号没有成对", "this quote is not closed"),
        "found unexpected document indicator": LocalizedText("这个引号没有成对", "this quote is not closed"),
        "found unknown escape character": LocalizedText(
            "双引号里的 \\ 后面不能跟这个字符（正则请用单引号）",
            "between double quotes a \\ cannot stand before this character (write regexes between single quotes)"
        ),
        "did not find expected hexdecimal number": LocalizedText(
            "双引号里的 \\x 或 \\u 后面缺少十六进制数字",
            "between double quotes \\x and \\u need hexadecimal digits"
        ),
        "block sequence entries are not allowed in this context": LocalizedText(
            "此处不能开始列表项 “- ”",
            "a list item, “- ”, cannot begin here"
        ),
        "did not find expected node content": LocalizedText("此处缺少内容", "something is missing here"),
        "did not find expected <document start>": LocalizedText(
            "此处已不属于上面的内容（多半是缩进没有对齐）",
            "this does not belong to what is above it (most often the indentation is off)"
        ),
        "found a tab character that violates indentation": LocalizedText("缩进里有制表符（Tab）", "a tab in the indentation"),
        "did not find expected comment or line break": LocalizedText(
            "“|” 或 “>” 后面不能直接跟文字，换行再写",
            "text cannot follow “|” or “>” on the same line"
        ),
    ]
}
