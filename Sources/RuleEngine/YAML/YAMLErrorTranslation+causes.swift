extension YAMLErrorTranslation {
    /// A tab among the spaces before a line's text.
    func tabIndentation(at place: SourceLocation) -> Diagnostic? {
        let indentation = source.scalars(ofLine: place.line)?.prefix { $0 == " " || $0 == "\t" } ?? []
        guard let tab = indentation.firstIndex(of: "\t") else { return nil }
        return Diagnostic(
            "RB001",
            at: self.place(line: place.line, column: tab - indentation.startIndex + 1),
            Phrase("缩进里有制表符(Tab)", "The indentation contains a tab"),
            help: Phrase("改成空格;YAML 不允许用 Tab 缩进", "Use spaces; YAML does not allow tabs for indentation")
        )
    }

    /// A tab where a value could begin.
    func strayTab(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB001",
            at: place,
            Phrase("这里有制表符(Tab)", "A tab stands here"),
            help: Phrase("改成空格", "Write a space")
        )
    }

    func severalDocuments(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            length: 3,
            Phrase("一个文件只能有一份内容,这里用 “---” 开始了另一份", "A file holds one document; another begins here"),
            help: Phrase("删掉这个 “---”,或把后面的内容放进另一个文件", "Delete this “---”, or move what follows to a file of its own")
        )
    }

    func unquotedColon(at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB003",
            at: place,
            Phrase("YAML 语法:此处不能有 “: ”", "YAML syntax: there cannot be a “: ” here"),
            help: Phrase(
                "文字里有“冒号加空格”时给整段文字加引号;若是字段,检查缩进是否与上一行对齐",
                "Quote a text that contains a colon and a space; if this is a field, check that it is aligned"
            )
        )
    }

    /// A word that begins with a character of YAML's own, and so misled the parser.
    ///
    /// It stands on the line of the place, or on the line of the list or text that the place belongs to.
    func misleadingWord(before place: SourceLocation, since start: SourceLocation?) -> Diagnostic? {
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

    /// Whether a word can begin after that part of a line: behind a bracket, comma, colon or dash, outside quotes.
    private func isWordStart(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
        let isQuoted = before.count { $0 == "\"" } % 2 == 1 || before.count { $0 == "'" } % 2 == 1
        guard !isQuoted, let last = before.last(where: { $0 != " " }) else { return !isQuoted }
        return YAMLErrorTranslation.separators.contains(last)
    }

    /// What an operator may have meant by that character.
    static func hint(for mark: Unicode.Scalar) -> (chinese: String, english: String) {
        switch mark {
        case "@": ("。若想引用词组,写 $名称", ". To use a set of words, write $name")
        case "&", "*":
            (
                "。规则文件不用 YAML 的锚点和别名;几处共用的词写进 sets,用 $名称 引用",
                ". Rule files have no YAML anchors and aliases; words for several places go into sets, used as $name"
            )
        case "!": ("。规则文件不用 YAML 标签", ". Rule files have no YAML tags")
        case "#": ("。空格后面的 # 是注释的开始", ". A # behind a space begins a comment")
        default: ("", "")
        }
    }

    /// The word that begins at a place, up to a separator.
    func word(at place: SourceLocation) -> String {
        let line = source.scalars(ofLine: place.line)?.dropFirst(place.column - 1) ?? []
        var word: [Unicode.Scalar] = []
        for scalar in line.prefix(40) {
            // A comment ends a word too.
            if ",[]{}".unicodeScalars.contains(scalar) || scalar == "#" && word.last == " " { break }
            word.append(scalar)
        }
        return String(String.UnicodeScalarView(word)).trimmingSpaces
    }

    private static let reserved: Set<Unicode.Scalar> = ["@", "`", "%", "*", "&", "!", "#"]
    private static let separators: Set<Unicode.Scalar> = ["[", "{", ",", ":", "-"]
}
