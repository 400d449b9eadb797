import LinearRegex
import OperatorText
import RuleEngine

/// Finds keywords whose wording suggests another meaning: unquoted YAML values (RB101), several words in one (RB102), single
/// characters (RB103), regular expressions (RB104), quotes (RB113), wildcards and final punctuation (RB115).
struct OddKeywords: Lint {
    private let sources: [String: SourceText]

    init(_ subject: LintSubject) {
        sources = subject.sources
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        rule.clauses.flatMap { clause in
            MatchClause.WordKey.allCases.flatMap { key in
                clause.words(key).compactMap { finding(on: $0, under: key, of: clause, in: rule) }
            }
        }
    }

    /// The first oddity of a keyword.
    private func finding(
        on keyword: Keyword,
        under key: MatchClause.WordKey,
        of clause: MatchClause,
        in rule: Rule
    ) -> Diagnostic? {
        let wording = KeywordWording(keyword.text)
        if let quote = wording.quote(in: keyword.folded) { return quoted(keyword, at: quote) }
        if wording.isExpression { return expression(keyword) }
        if let sign = wording.wildcard(in: keyword.folded) { return wildcard(keyword, at: sign) }
        if let sign = wording.negation(in: keyword.folded) { return negation(keyword, at: sign) }
        if let sign = wording.ending(in: keyword.folded, under: key) { return ending(keyword, at: sign) }
        if let words = wording.joinedWords { return joined(keyword, of: words) }
        if isOnOneLine(keyword), let words = wording.separateWords { return list(keyword, of: words) }
        if isPlain(keyword), let kind = TypedScalar.kind(of: keyword.text) { return typed(keyword, as: kind) }
        let isAlone = key == .any && clause.isOnly(.any) && rule.condition.asked == nil
        return isAlone && KeywordWording.isSingleCharacter(keyword.folded) ? single(keyword) : nil
    }

    /// Whether a keyword stands in the file as it is; one of several lines has a finding of its own.
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

    /// A warning about a keyword, or about some of its characters where the file has them as they are.
    private func warning(
        _ code: String,
        on keyword: Keyword,
        at range: Range<Int>? = nil,
        message: LocalizedText,
        help: LocalizedText
    ) -> Diagnostic {
        let place = keyword.location
        let quote = isPlain(keyword) ? 0 : 1
        if let range {
            let start = place.column + quote
            let written = sources[place.path]?.scalars(ofLine: place.line)?.dropFirst(start - 1) ?? []
            let isExact = written.prefix(range.upperBound)
                .elementsEqual(keyword.text.unicodeScalars.prefix(range.upperBound))
            if isExact {
                let exact = SourceLocation(path: place.path, line: place.line, column: start + range.lowerBound)
                return Diagnostic(code, .warning, at: exact, length: range.count, message, help: help)
            }
        }
        let length = keyword.text.unicodeScalars.count + 2 * quote
        return Diagnostic(code, .warning, at: place, length: length, message, help: help)
    }
}

extension OddKeywords {
    private func typed(_ keyword: Keyword, as kind: LocalizedText) -> Diagnostic {
        let text = keyword.text.brief
        return warning(
            "RB101",
            on: keyword,
            message: LocalizedText(
                "关键词 “\(text)” 没有加引号：这里按原文读，但别的 YAML 工具会读成\(kind.chinese)",
                "The keyword “\(text)” has no quotes: here it is read as written, other YAML tools read \(kind.english)"
            ),
            help: LocalizedText("加引号：\"\(text)\"", "Quote it: \"\(text)\"")
        )
    }

    private func list(_ keyword: Keyword, of words: [String]) -> Diagnostic {
        let text = keyword.text.brief
        let list = "[" + words.joined(separator: ", ") + "]"
        return warning(
            "RB102",
            on: keyword,
            message: LocalizedText(
                "“\(text)” 是一个关键词，不是 \(words.count) 个：消息里要有整段文字才会命中",
                "“\(text)” is one keyword, not \(words.count): only a message with all of it, as it stands, matches"
            ),
            help: LocalizedText("如果是几个词，分开写：\(list.brief)", "If several words are meant: \(list.brief)")
        )
    }

    private func joined(_ keyword: Keyword, of words: [String]) -> Diagnostic {
        let text = keyword.text.brief
        let list = ("[" + words.joined(separator: ", ") + "]").brief
        return warning(
            "RB102",
            on: keyword,
            message: LocalizedText(
                "“\(text)” 是一个关键词，连同中间的符号：消息里要有整段文字才会命中",
                "“\(text)” is one keyword with the sign in it: only a message with all of it, as it stands, matches"
            ),
            help: LocalizedText("要同时包含几个词，写 all: \(list)", "For a message that contains all of them write all: \(list)")
        )
    }

    private func single(_ keyword: Keyword) -> Diagnostic {
        warning(
            "RB103",
            on: keyword,
            message: LocalizedText(
                "关键词 “\(keyword.text)” 只有一个字：凡含这个字的消息都会命中",
                "The keyword “\(keyword.text)” is one character: every message that contains it matches"
            ),
            help: LocalizedText(
                "若要整条消息就是它，用 exact: [\(keyword.text)]；否则换长一些的词",
                "If the whole message should be it, use exact: [\(keyword.text)]; else take a longer word"
            )
        )
    }

    private func quoted(_ keyword: Keyword, at quote: Range<Int>) -> Diagnostic {
        let text = keyword.text.brief
        return warning(
            "RB113",
            on: keyword,
            at: quote,
            message: LocalizedText(
                "关键词 “\(text)” 里的引号也要出现在消息里，才会命中",
                "The quotes of the keyword “\(text)” must be in the message, too"
            ),
            help: LocalizedText(
                "去掉引号：\(KeywordWording.withoutQuotes(text))",
                "Delete the quotes: \(KeywordWording.withoutQuotes(text))"
            )
        )
    }

    private func wildcard(_ keyword: Keyword, at sign: Range<Int>) -> Diagnostic {
        let text = keyword.text.brief
        return warning(
            "RB115",
            on: keyword,
            at: sign,
            message: LocalizedText(
                "关键词 “\(text)” 里的通配符没有作用，消息里要有它才会命中",
                "The wildcard in the keyword “\(text)” stands for itself: a message must have it"
            ),
            help: LocalizedText(
                "去掉它：any 本来就是“包含”；中间有别的字，用 all: [词, 词] 或 regex",
                "Delete it: `any` means “contains”; for something in between use all: [word, word] or regex"
            )
        )
    }

    private func ending(_ keyword: Keyword, at sign: Range<Int>) -> Diagnostic {
        let text = keyword.text.brief
        let bare = String(String.UnicodeScalarView(keyword.text.unicodeScalars.prefix(sign.lowerBound))).trimmingSpaces
        return warning(
            "RB115",
            on: keyword,
            at: sign,
            message: LocalizedText(
                "消息里也要有末尾的标点，关键词 “\(text)” 才会命中",
                "A message must have the sign at the end, too, to match the keyword “\(text)”"
            ),
            help: LocalizedText("去掉末尾的标点：\(bare.brief)", "Delete the sign: \(bare.brief)")
        )
    }

    private func negation(_ keyword: Keyword, at sign: Range<Int>) -> Diagnostic {
        let text = keyword.text.brief
        let bare = String(String.UnicodeScalarView(keyword.text.unicodeScalars.dropFirst(sign.upperBound))).brief
        return warning(
            "RB115",
            on: keyword,
            at: sign,
            message: LocalizedText(
                "关键词 “\(text)” 开头的符号不表示“不包含”，消息里要有它才会命中",
                "The sign before the keyword “\(text)” does not exclude it: a message must have the sign"
            ),
            help: LocalizedText("要排除这个词，写 none: [\(bare)]", "To exclude the word write none: [\(bare)]")
        )
    }

    private func expression(_ keyword: Keyword) -> Diagnostic {
        let text = keyword.text.brief
        return warning(
            "RB104",
            on: keyword,
            message: LocalizedText(
                "关键词 “\(text)” 像是正则表达式，但关键词按原文匹配",
                "The keyword “\(text)” looks like a regular expression, but a keyword is taken literally"
            ),
            help: LocalizedText(
                "要用正则，写 regex: '\(text)'；几个词，写成列表",
                "For a regular expression write regex: '\(text)'; for several words, a list"
            )
        )
    }
}

/// The types that YAML loaders give to unquoted words (RB101).
private enum TypedScalar {
    /// The type of a word whose text other loaders would lose; nil where it survives, as that of the number `1` does.
    static func kind(of text: String) -> LocalizedText? {
        if nulls.contains(text) { return LocalizedText("空值", "null") }
        if booleans.contains(text.lowercased()) && isOneCase(text) { return LocalizedText("布尔值", "a boolean") }
        guard let first = text.unicodeScalars.first, "0"..."9" ~= first || "+-.".unicodeScalars.contains(first) else {
            return nil
        }
        let scalars = Array(text.unicodeScalars)
        return forms.first { $0.pattern.firstMatch(in: scalars) != nil }?.kind
    }

    private static let nulls: Set<String> = ["~", "null", "Null", "NULL"]
    private static let booleans: Set<String> = ["y", "yes", "n", "no", "true", "false", "on", "off"]

    /// Loaders know `no`, `No` and `NO`, but not `nO`.
    private static func isOneCase(_ text: String) -> Bool {
        let rest = text.dropFirst()
        return text == text.uppercased() || rest == rest.lowercased()
    }

    private struct Form {
        let pattern: Pattern
        let kind: LocalizedText

        init?(_ pattern: String, as kind: LocalizedText) {
            guard let pattern = try? Pattern(pattern) else { return nil }
            self.pattern = pattern
            self.kind = kind
        }
    }

    /// YAML 1.1 and 1.2 together; the first that fits counts.
    private static let forms = [
        Form(#"^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$"#, as: LocalizedText("日期", "a date")),
        Form(#"^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$"#, as: LocalizedText("六十进制数", "a number to base 60")),
        Form(#"^[-+]?0[bxo][\da-fA-F_]+$"#, as: LocalizedText("数字", "a number")),
        Form(#"^(?:\+[\d_]+|-?0[\d_]+|-?[1-9]\d*_[\d_]*|-?[1-9]\d{15,}|-0)$"#, as: LocalizedText("数字", "a number")),
        Form(#"^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*|\d+)(?:[eE][-+]?\d+)$"#, as: LocalizedText("数字", "a number")),
        Form(#"^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)$"#, as: LocalizedText("数字", "a number")),
        Form(#"^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$"#, as: LocalizedText("数字", "a number")),
    ]
    .compactMap(\.self)
}
