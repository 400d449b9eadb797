import LinearRegex
import OperatorText
import RuleEngine

/// Recognises keywords that are written in the syntax of something else (RB102 to RB104, RB113, RB115).
struct KeywordWording {
    private let text: String
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    /// The words of a keyword that is probably a list; nil for any other.
    ///
    /// Long parts are sentences, and separators between digits belong to a number.
    var separateWords: [String]? {
        if let words = wordsApart { return words }
        guard scalars.contains(where: Self.isSeparator), !hasSeparatedDigits else { return nil }
        let parts = scalars.split(omittingEmptySubsequences: false, whereSeparator: Self.isSeparator)
            .map { String($0).trimmingSpaces }
        guard parts.allSatisfy({ (1...8).contains($0.unicodeScalars.count) }) else { return nil }
        return parts
    }

    /// The Chinese words of a keyword that joins them by a sign for “and”, such as `退款+运费`.
    var joinedWords: [String]? {
        guard scalars.count <= 60, scalars.contains(where: { $0.isASCII || $0 == "＋" || $0 == "＆" }) else { return nil }
        let text = text.replacing(" AND ", with: "+").replacing(" and ", with: "+").replacing("&&", with: "+")
        let parts = text.unicodeScalars.split(omittingEmptySubsequences: false) { "+&＋＆".unicodeScalars.contains($0) }
            .map { String($0).trimmingSpaces }
        let isHan = parts.allSatisfy {
            (2...8).contains($0.unicodeScalars.count) && $0.unicodeScalars.allSatisfy(Self.isHan)
        }
        return parts.count > 1 && isHan ? parts : nil
    }

    /// The Chinese words between spaces, slashes or bars; `营 业 时 间` is one word, and `iOS/安卓` may be a name.
    private var wordsApart: [String]? {
        guard scalars.count <= 60, scalars.contains(where: Self.isGap) else { return nil }
        let scalars = Array(text.replacing(" OR ", with: "|").replacing(" or ", with: "|").unicodeScalars)
        let parts = scalars.split(whereSeparator: Self.isGap)
        guard parts.count > 1, parts.contains(where: { $0.count > 1 }),
            parts.allSatisfy({ $0.count <= 8 && $0.allSatisfy(Self.isHan) })
        else { return nil }
        let isSpaced = !scalars.contains { Self.isGap($0) && !$0.properties.isWhitespace }
        // 男/女 and 和/或 are one word each.
        guard isSpaced || parts.allSatisfy({ $0.count > 1 }) else { return nil }
        let words = parts.map { String($0) }
        let bare = words.filter { !["或", "或者", "和", "与", "及", "以及"].contains($0) }
        return bare.count > 1 ? bare : words
    }

    /// Whether the keyword is written as a regular expression.
    ///
    /// `[微笑]` is an emoticon; a character class has a range in it or a repeat behind it.
    var isExpression: Bool {
        if hasSignForOne { return true }
        guard scalars.count > 1, scalars.contains(where: Self.isOperator) else { return false }
        if scalars.first == "^", scalars.last == "$" { return true }
        if scalars.first == "^", Self.isHan(scalars[1]) { return true }
        if scalars.last == "$", Self.isHan(scalars[scalars.count - 2]) { return true }
        if scalars.count > 2, scalars.first == "/", scalars.last == "/", Self.isHan(scalars[1]) { return true }
        if Self.signs.contains(where: { text.contains($0) }) { return true }
        return Self.structures.contains { $0.firstMatch(in: scalars) != nil }
    }

    /// Whether a `?` or `.` stands right behind or before a single Chinese character, as in `退?款` and `退.款`.
    ///
    /// `真的?假的` and `在吗?` are texts, and `约翰.史密斯` is a name.
    private var hasSignForOne: Bool {
        let parts = scalars.split(omittingEmptySubsequences: false) { $0 == "?" || $0 == "." }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isHan) }) else { return false }
        let isOne = parts[0].count == 1 && parts[1].count <= 2 || parts[1].count == 1 && parts[0].count <= 2
        return isOne && !parts[0].contains { "吗呢吧么嘛啊呀".unicodeScalars.contains($0) }
    }

    /// The quoted part, or the first quote, if the folded form still has quotes; apostrophes and inch signs do not
    /// count.
    func quote(in folded: [Unicode.Scalar]) -> Range<Int>? {
        guard scalars.count > 1, folded.contains(where: { Quotes.isCertain($0) || Quotes.isUncertain($0) }) else {
            return nil
        }
        guard let first = scalars.firstIndex(where: { Quotes.isCertain($0) || Quotes.isUncertain($0) }) else {
            return nil
        }
        if let last = scalars.indices.last, first == 0,
            Quotes.closing(scalars[0])?.contains(scalars[last]) == true
        {
            return 0..<scalars.count
        }
        if let certain = scalars.firstIndex(where: Quotes.isCertain) {
            let closing = Quotes.closing(scalars[certain]) ?? []
            let end = scalars[(certain + 1)...].firstIndex { closing.contains($0) }
            return certain..<(end ?? certain) + 1
        }
        let isDouble = scalars[first] == "\"" || scalars[first] == "＂"
        if isDouble, scalars.count(where: { $0 == scalars[first] }) > 1 { return first..<first + 1 }
        if first == 0 { return 0..<1 }
        // 6" is a size, and students' is a word.
        return first == scalars.count - 1 && Self.isHan(scalars[first - 1]) ? first..<first + 1 : nil
    }

    static func withoutQuotes(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { !Quotes.isCertain($0) && !Quotes.isUncertain($0) }
        return String(String.UnicodeScalarView(kept))
    }

    /// A `*` beside Chinese or a Latin word, or the first of two `%` around the keyword, if the folded form still has it.
    ///
    /// `5*3` and `c*` are words.
    func wildcard(in folded: [Unicode.Scalar]) -> Range<Int>? {
        guard folded.contains(where: { $0 == "*" || $0 == "%" }) else { return nil }
        if scalars.count == 1 { return scalars[0] == "%" ? nil : 0..<1 }
        if scalars.count > 2, scalars.first == "%", scalars.last == "%", Self.isHan(scalars[1]) { return 0..<1 }
        return scalars.indices
            .first { index in
                guard scalars[index] == "*" || scalars[index] == "＊" else { return false }
                let before = index > 0 ? scalars[index - 1] : " "
                let next = index + 1 < scalars.count ? scalars[index + 1] : " "
                if Self.isHan(before) || Self.isHan(next) { return !Self.isDigit(before) && !Self.isDigit(next) }
                let isEnd = index == 0 || index + 1 == scalars.count
                return isEnd && scalars.count > 3 && scalars.allSatisfy { $0 == "*" || $0.properties.isAlphabetic }
                    && !scalars.allSatisfy { $0 == "*" }
            }
            .map { $0..<$0 + 1 }
    }

    /// A `!` or `-` before a Chinese word, by which search engines exclude it, if the folded form still has it.
    func negation(in folded: [Unicode.Scalar]) -> Range<Int>? {
        guard scalars.count > 2, "!！-－".unicodeScalars.contains(scalars[0]), Self.isHan(scalars[1]),
            folded.first == "!" || folded.first == "-"
        else { return nil }
        return 0..<1
    }

    /// Punctuation at the end of a Chinese word, if the folded form still has it; under `suffix` a `?` is intended.
    func ending(in folded: [Unicode.Scalar], under key: MatchClause.WordKey) -> Range<Int>? {
        guard scalars.count > 2, let last = folded.last,
            last == scalars.last?.plainCompatibilityForm ?? scalars.last
                || scalars.last == "…",
            let end = scalars.lastIndex(where: { !Self.isPunctuation($0) }), end + 1 < scalars.count, end > 0,
            Self.isHan(scalars[end])
        else { return nil }
        let signs = scalars[(end + 1)...]
        if key == .suffix, !signs.contains(where: { ",，、;；…".unicodeScalars.contains($0) }) { return nil }
        return end + 1..<scalars.count
    }

    /// Whether the folded form is one character that occurs inside other words.
    ///
    /// A single Latin letter has boundaries, and a sign or an emoji is seldom part of something else.
    static func isSingleCharacter(_ folded: [Unicode.Scalar]) -> Bool {
        guard folded.count == 1, let scalar = folded.first else { return false }
        if "0"..."9" ~= scalar { return true }
        return !scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.isIdeographic)
    }

    private var hasSeparatedDigits: Bool {
        scalars.indices.contains { index in
            index > 0 && index + 1 < scalars.count && Self.isSeparator(scalars[index])
                && "0"..."9" ~= scalars[index - 1] && "0"..."9" ~= scalars[index + 1]
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ",", ";", "\u{FF0C}", "\u{FF1B}", "\u{3001}": true
        default: false
        }
    }

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "／", "|", "｜", "\\", "、": true
        default: scalar.properties.isWhitespace
        }
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isIdeographic
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.numericType != nil && !isHan(scalar)
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "?", "？", "!", "！", "。", ".", ",", "，", "、", ";", "；", "…", ":", "：": true
        default: false
        }
    }

    private static func isOperator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\\", "*", "+", "?", "[", "^", "|", "(", "$", "/": true
        default: false
        }
    }

    private static let signs = [".*", ".+", #"\d"#, #"\w"#, #"\s"#, "(?:", "(?<", "(?=", "(?!"]
    private static let structures = [
        #"\[[^\]]*[^\[\]]-[^\]]+\]"#, #"\[[^\]]+\][*+?{]"#, #"[^|\s]\|[^|\s]"#, #"\p{Han}\(\p{Han}+\)[?*+]"#,
    ]
    .compactMap { try? Pattern($0) }
}
