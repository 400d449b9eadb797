import OperatorText
import RuleEngine

/// Finds signs in a regular expression that belong to another notation: doubled backslashes (RB117), slashes around it
/// (RB118), words in a character class, words with a comma between them, and alternatives without a text (RB120), classes
/// without their backslash (RB121).
enum PatternSigns: TextLint {
    static func findings(on text: WrittenText) -> [Diagnostic] {
        guard text.use == .pattern else { return [] }
        let scalars = Array(text.scalar.text.unicodeScalars.prefix(4_000))
        let structure = structureFinding(in: scalars, of: text.scalar)
        return [
            doubledBackslash(in: scalars, of: text.scalar), slashes(around: scalars, of: text.scalar),
            listedWords(in: scalars, of: text.scalar), structure,
        ]
        .compactMap(\.self)
    }

    /// `\\d`, as double quotes need it; elsewhere it is a backslash and a letter.
    private static func doubledBackslash(in text: [Unicode.Scalar], of scalar: DocumentScalar) -> Diagnostic? {
        var index = 0
        while index + 2 < text.count {
            guard text[index] == "\\" else {
                index += 1
                continue
            }
            let run = text[index...].prefix { $0 == "\\" }
            if isDoubled(run, in: text) {
                let (place, sign) = (scalar.place(of: index..<run.endIndex), text[run.endIndex])
                let doubled = String(repeating: "\\", count: run.count)
                let single = String(String.UnicodeScalarView(text)).replacing(doubled, with: "\\").excerpt
                return Diagnostic(
                    "RB117",
                    .warning,
                    at: place.location,
                    length: place.length,
                    LocalizedText(
                        "“\\\\” 匹配的是反斜杠本身，“\(sign)” 没有了特殊含义",
                        "“\\\\” matches a backslash itself, so “\(sign)” has no special meaning"
                    ),
                    help: LocalizedText("只写一个反斜杠：'\(single)'", "Write one backslash: '\(single)'")
                )
            }
            index = run.count == 1 ? index + 2 : run.endIndex
        }
        return nil
    }

    /// Whether an even run of backslashes is probably one that was doubled, once or twice.
    ///
    /// Four stand for two that are searched for, as at the beginning of `\\\\server`; before a class, as in `\\\\d+`,
    /// nobody means that.
    private static func isDoubled(_ run: ArraySlice<Unicode.Scalar>, in text: [Unicode.Scalar]) -> Bool {
        guard run.count.isMultiple(of: 2), run.endIndex < text.count else { return false }
        let sign = text[run.endIndex]
        if run.count == 2 { return Self.escaped.contains(sign) }
        let next = run.endIndex + 1 < text.count ? text[run.endIndex + 1] : " "
        return "dDwWsS".unicodeScalars.contains(sign) && !(next.isASCII && next.properties.isAlphabetic)
    }

    private static let escaped = Set("dDwWsSbBpPnrt.+*?()[{}|^$".unicodeScalars)

    /// `/…/i`, as JavaScript writes it.
    private static func slashes(around text: [Unicode.Scalar], of scalar: DocumentScalar) -> Diagnostic? {
        guard text.count > 2, text.first == "/", let last = text.lastIndex(of: "/"), last > 1,
            text[(last + 1)...].allSatisfy({ "gimsuy".unicodeScalars.contains($0) }),
            !text[1..<last].contains("/")
        else { return nil }
        let inner = String(String.UnicodeScalarView(text[1..<last])).excerpt
        return Diagnostic(
            "RB118",
            .warning,
            at: scalar.location,
            length: scalar.length,
            LocalizedText("正则两边的 “/” 也要出现在消息里", "The “/” on both sides must be in the message, too"),
            help: LocalizedText("去掉它们：'\(inner)'", "Take them away: '\(inner)'")
        )
    }
}

extension PatternSigns {
    /// The first class of words, empty alternative or class without its backslash.
    private static func structureFinding(in text: [Unicode.Scalar], of scalar: DocumentScalar) -> Diagnostic? {
        var (index, depth) = (0, 0)
        while index < text.count {
            switch text[index] {
            case "\\": index += 1
            case "[":
                let end = endOfClass(from: index, in: text)
                let range = index..<end
                if let finding = wordClass(range, in: text, of: scalar)
                    ?? leadingNegation(range, in: text, of: scalar)
                {
                    return finding
                }
                index = end - 1
            case "(": depth += 1
            case ")": depth -= 1
            case "|" where depth == 0:
                if let finding = emptyAlternative(at: index, in: text, of: scalar) { return finding }
            case "d", "w", "s":
                if let finding = bareClass(at: index, in: text, of: scalar) { return finding }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The position behind the bracket that closes a class; the end of a text that has none.
    private static func endOfClass(from start: Int, in text: [Unicode.Scalar]) -> Int {
        var index = start + 1
        while index < text.count, text[index] != "]" { index += text[index] == "\\" ? 2 : 1 }
        return min(index + 1, text.count)
    }

    /// `退款,退货`, whose comma must be in the message.
    private static func listedWords(in text: [Unicode.Scalar], of scalar: DocumentScalar) -> Diagnostic? {
        guard let comma = text.firstIndex(where: { ",，、；;".unicodeScalars.contains($0) }) else { return nil }
        let words = text.split(omittingEmptySubsequences: false) { $0 == text[comma] }
            .map { String(String.UnicodeScalarView($0)).trimmingSpaces }
        guard words.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(\.properties.isIdeographic) }) else {
            return nil
        }
        let (place, sign) = (scalar.place(of: comma..<comma + 1), text[comma])
        return Diagnostic(
            "RB120",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "正则里的 “\(sign)” 不分隔词，消息里要有它才会命中",
                "In a regex “\(sign)” separates nothing: a message must have it to match"
            ),
            help: LocalizedText(
                "其中一个词就够，写 '\(words.joined(separator: "|").excerpt)'，或用 any",
                "For one of these words write '\(words.joined(separator: "|").excerpt)', or use any"
            )
        )
    }

    /// `[^不]退款` at the beginning, which a message that begins with the word lacks.
    private static func leadingNegation(
        _ range: Range<Int>,
        in text: [Unicode.Scalar],
        of scalar: DocumentScalar
    ) -> Diagnostic? {
        let members = text[range].dropFirst(2).dropLast()
        guard range.lowerBound == 0, range.count > 3, text[range.lowerBound + 1] == "^", range.upperBound < text.count,
            members.allSatisfy(\.properties.isIdeographic)
        else { return nil }
        let word = text[range.upperBound...].prefix { $0.properties.isIdeographic }
        guard !word.isEmpty else { return nil }
        let (place, shown) = (scalar.place(of: range), String(String.UnicodeScalarView(text[range])).excerpt)
        let plain = String(String.UnicodeScalarView(word)).excerpt
        let refused = members.prefix(4).map { "\($0)" + plain }.joined(separator: ", ")
        return Diagnostic(
            "RB120",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "“\(shown)” 一定要有一个字：以 “\(plain)” 开头的消息不会命中",
                "“\(shown)” takes one character: a message that begins with “\(plain)” does not match"
            ),
            help: LocalizedText(
                "要排除，写 any: [\(plain)] 和 none: [\(refused)]",
                "To exclude it write any: [\(plain)] and none: [\(refused)]"
            )
        )
    }

    /// `[退款|退货]`, which is one of these characters.
    private static func wordClass(
        _ range: Range<Int>,
        in text: [Unicode.Scalar],
        of scalar: DocumentScalar
    ) -> Diagnostic? {
        var members = text[range].dropFirst().dropLast()
        let isNegated = members.first == "^"
        if isNegated { members = members.dropFirst() }
        let words = members.split(omittingEmptySubsequences: false) { "|｜,，、".unicodeScalars.contains($0) }
        guard words.count > 1, words.allSatisfy({ $0.count > 1 && $0.allSatisfy(\.properties.isIdeographic) }) else {
            return nil
        }
        let (place, list) = (scalar.place(of: range), words.map { String(String.UnicodeScalarView($0)) })
        let shown = String(String.UnicodeScalarView(text[range])).excerpt
        let group = "(?:\(list.joined(separator: "|").excerpt))"
        let none = "none: [\(list.joined(separator: ", ").excerpt)]"
        return Diagnostic(
            "RB120",
            .warning,
            at: place.location,
            length: place.length,
            isNegated
                ? LocalizedText(
                    "“\(shown)” 只代表一个字：除了这些字以外的任何一个字都会命中",
                    "“\(shown)” stands for one character: any one but these matches"
                )
                : LocalizedText(
                    "“\(shown)” 只代表一个字：消息里有其中任何一个字就会命中",
                    "“\(shown)” stands for one character: a message with any one of them matches"
                ),
            help: isNegated
                ? LocalizedText("要排除这些词，用 \(none)", "To exclude these words use \(none)")
                : LocalizedText("要其中一个词，写 \(group)", "For one of these words write \(group)")
        )
    }

    /// `退款|`, whose second alternative is found in every message.
    private static func emptyAlternative(
        at index: Int,
        in text: [Unicode.Scalar],
        of scalar: DocumentScalar
    ) -> Diagnostic? {
        guard index == 0 || index + 1 == text.count || text[index + 1] == "|" else { return nil }
        let place = scalar.place(of: index..<index + 1)
        return Diagnostic(
            "RB120",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "“|” 的一边是空的：空的选项在任何消息里都找得到，这条规则什么都会回答",
                "One side of this “|” is empty: an empty alternative is found in every message, so the rule takes all of them"
            ),
            help: LocalizedText("去掉多余的 “|”", "Delete the “|”")
        )
    }

    /// `/d+` and `订单d{6}`, where `\d` is meant.
    private static func bareClass(
        at index: Int,
        in text: [Unicode.Scalar],
        of scalar: DocumentScalar
    ) -> Diagnostic? {
        guard index + 1 < text.count, index > 0 else { return nil }
        let (before, next) = (text[index - 1], text[index + 1])
        let isSlash = before == "/"
        guard
            isSlash
                ? "+*{?".unicodeScalars.contains(next)
                : before.properties.isIdeographic && "+{".unicodeScalars.contains(next)
        else { return nil }
        let range = (isSlash ? index - 1 : index)..<index + 1
        let (place, sign) = (scalar.place(of: range), text[index])
        let shown = String(String.UnicodeScalarView(text[range]))
        let (chinese, english) = Self.classNames[sign] ?? ("", "")
        return Diagnostic(
            "RB121",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "“\(shown)” 是字母 \(sign) 本身，不是\(chinese)",
                "“\(shown)” is the letter \(sign) itself, not \(english)"
            ),
            help: LocalizedText(
                "要\(chinese)，写反斜杠：\\\(sign)；就要这个字母，写 [\(sign)]",
                "For \(english) write a backslash: \\\(sign); for the letter write [\(sign)]"
            )
        )
    }

    private static let classNames: [Unicode.Scalar: (String, String)] = [
        "d": ("数字", "a digit"), "w": ("字母或数字", "a letter or digit"), "s": ("空白", "white space"),
    ]
}
