/// Warns of keywords that are probably not what their author means (RB101 to RB104, RB113, RB115).
struct KeywordStyleLint {
    let sources: [String: SourceText]

    /// Everything odd about the wording of a rule's keywords.
    func findings(on rule: Rule) -> [Diagnostic] {
        rule.clauses.flatMap { clause in
            MatchClause.WordKey.allCases.flatMap { key in
                clause.words(key).compactMap { finding($0, key, clause, rule) }
            }
        }
    }

    private func finding(
        _ keyword: Keyword,
        _ key: MatchClause.WordKey,
        _ clause: MatchClause,
        _ rule: Rule
    )
        -> Diagnostic?
    {
        let wording = KeywordWording(keyword.text)
        if let quote = wording.quote(in: keyword.folded) { return quoted(keyword, quote) }
        if wording.isExpression { return expression(keyword) }
        if let sign = wording.wildcard(in: keyword.folded) { return wildcard(keyword, sign) }
        if let sign = wording.ending(in: keyword.folded, key) { return ending(keyword, sign) }
        if let words = wording.joinedWords { return joined(keyword, of: words) }
        if isOnOneLine(keyword), let words = wording.separateWords { return list(keyword, of: words) }
        if isPlain(keyword), let kind = TypedScalar.kind(of: keyword.text) { return typed(keyword, kind) }
        let isBroad = key == .any && clause.isOnly(.any) && rule.condition.asked == nil
        return isBroad && Self.isBroad(keyword.folded) ? single(keyword) : nil
    }

    /// A single letter of the Latin script has borders, and a sign or an emoji is seldom a part of something else.
    private static func isBroad(_ folded: [Unicode.Scalar]) -> Bool {
        guard folded.count == 1, let scalar = folded.first else { return false }
        if "0"..."9" ~= scalar { return true }
        return !scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.isIdeographic)
    }

    /// Whether a keyword stands in the file as it is looked for; one of several lines has a finding of its own.
    private func isOnOneLine(_ keyword: Keyword) -> Bool {
        guard let source = sources[keyword.location.path] else { return true }
        let line = source.scalars(ofLine: keyword.location.line) ?? []
        let written = line.dropFirst(keyword.location.column - 1)
        return !isPlain(keyword) || keyword.text.hasPrefix("$")
            || written.prefix(keyword.text.unicodeScalars.count).elementsEqual(keyword.text.unicodeScalars)
    }

    /// Whether a keyword was written without quotes.
    private func isPlain(_ keyword: Keyword) -> Bool {
        let place = keyword.location
        switch sources[place.path]?.scalar(line: place.line, column: place.column) {
        case nil, "'", "\"", "|", ">": return false
        default: return true
        }
    }

    private func warning(
        _ code: String,
        _ keyword: Keyword,
        _ message: LocalizedText,
        _ help: LocalizedText
    ) -> Diagnostic {
        let length = keyword.text.unicodeScalars.count + (isPlain(keyword) ? 0 : 2)
        return Diagnostic(code, .warning, at: keyword.location, length: length, message, help: help)
    }
}

extension KeywordStyleLint {
    private func typed(_ keyword: Keyword, _ kind: LocalizedText) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        return warning(
            "RB101",
            keyword,
            LocalizedText(
                "关键词 “\(text)” 没有加引号:这里按原文读,但别的 YAML 工具会读成\(kind.chinese)",
                "The keyword “\(text)” has no quotes: here it is read as written, other YAML tools read \(kind.english)"
            ),
            LocalizedText("加引号:\"\(text)\"", "Quote it: \"\(text)\"")
        )
    }

    private func list(_ keyword: Keyword, of words: [String]) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        let list = "[" + words.joined(separator: ", ") + "]"
        return warning(
            "RB102",
            keyword,
            LocalizedText(
                "“\(text)” 是一个关键词,不是 \(words.count) 个:消息里要有整段文字才会命中",
                "“\(text)” is one keyword, not \(words.count): only a message with all of it, as it stands, matches"
            ),
            LocalizedText("如果是几个词,分开写:\(LintWord.shown(list))", "If several words are meant: \(LintWord.shown(list))")
        )
    }

    private func joined(_ keyword: Keyword, of words: [String]) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        let list = LintWord.shown("[" + words.joined(separator: ", ") + "]")
        return warning(
            "RB102",
            keyword,
            LocalizedText(
                "“\(text)” 是一个关键词，连同中间的符号：消息里要有整段文字才会命中",
                "“\(text)” is one keyword with the sign in it: only a message with all of it, as it stands, matches"
            ),
            LocalizedText("要同时包含几个词，写 all: \(list)", "For a message that contains all of them write all: \(list)")
        )
    }

    private func single(_ keyword: Keyword) -> Diagnostic {
        warning(
            "RB103",
            keyword,
            LocalizedText(
                "关键词 “\(keyword.text)” 只有一个字:凡含这个字的消息都会命中",
                "The keyword “\(keyword.text)” is one character: every message that contains it matches"
            ),
            LocalizedText(
                "若要整条消息就是它,用 exact: [\(keyword.text)];否则换长一些的词",
                "If the whole message should be it, use exact: [\(keyword.text)]; else take a longer word"
            )
        )
    }

    /// A finding for some characters of a keyword, where they can be told in the source.
    private func warning(
        _ code: String,
        _ keyword: Keyword,
        _ range: Range<Int>,
        _ message: LocalizedText,
        _ help: LocalizedText
    ) -> Diagnostic {
        let place = keyword.location
        let start = place.column + (isPlain(keyword) ? 0 : 1)
        let written = sources[place.path]?.scalars(ofLine: place.line)?.dropFirst(start - 1) ?? []
        let isExact = written.prefix(range.upperBound)
            .elementsEqual(keyword.text.unicodeScalars.prefix(range.upperBound))
        guard isExact else { return warning(code, keyword, message, help) }
        let exact = SourceLocation(path: place.path, line: place.line, column: start + range.lowerBound)
        return Diagnostic(code, .warning, at: exact, length: range.count, message, help: help)
    }

    private func quoted(_ keyword: Keyword, _ quote: Range<Int>) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        return warning(
            "RB113",
            keyword,
            quote,
            LocalizedText(
                "关键词 “\(text)” 里的引号也要出现在消息里，才会命中",
                "The quotes of the keyword “\(text)” must be in the message, too"
            ),
            LocalizedText(
                "去掉引号：\(KeywordWording.withoutQuotes(text))",
                "Delete the quotes: \(KeywordWording.withoutQuotes(text))"
            )
        )
    }

    private func wildcard(_ keyword: Keyword, _ sign: Range<Int>) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        return warning(
            "RB115",
            keyword,
            sign,
            LocalizedText(
                "关键词 “\(text)” 里的通配符没有作用，消息里要有它才会命中",
                "The wildcard in the keyword “\(text)” stands for itself: a message must have it"
            ),
            LocalizedText(
                "去掉它：any 本来就是“包含”；中间有别的字，用 all: [词, 词] 或 regex",
                "Delete it: `any` means “contains”; for something in between use all: [word, word] or regex"
            )
        )
    }

    private func ending(_ keyword: Keyword, _ sign: Range<Int>) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        let bare = String(String.UnicodeScalarView(keyword.text.unicodeScalars.prefix(sign.lowerBound))).trimmingSpaces
        return warning(
            "RB115",
            keyword,
            sign,
            LocalizedText(
                "消息里也要有末尾的标点，关键词 “\(text)” 才会命中",
                "A message must have the sign at the end, too, to match the keyword “\(text)”"
            ),
            LocalizedText("去掉末尾的标点：\(LintWord.shown(bare))", "Delete the sign: \(LintWord.shown(bare))")
        )
    }

    private func expression(_ keyword: Keyword) -> Diagnostic {
        let text = LintWord.shown(keyword.text)
        return warning(
            "RB104",
            keyword,
            LocalizedText(
                "关键词 “\(text)” 像是正则表达式,但关键词按原文匹配",
                "The keyword “\(text)” looks like a regular expression, but a keyword is taken literally"
            ),
            LocalizedText(
                "要用正则,写 regex: '\(text)';几个词,写成列表",
                "For a regular expression write regex: '\(text)'; for several words, a list"
            )
        )
    }
}
