import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PatternErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let code: String
        let reason: PatternError.Reason
        let source: Range<Int>

        init(_ pattern: String, _ code: String, _ reason: PatternError.Reason, _ source: Range<Int>) {
            self.pattern = pattern
            self.code = code
            self.reason = reason
            self.source = source
        }

        var testDescription: String { String(pattern.prefix(40)) }
    }

    private static func error(_ pattern: String) -> PatternError? {
        do {
            _ = try Pattern(pattern)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        Row("单(ab", "RB022", .unclosedGroup, 1..<2),
        Row("(?:a", "RB022", .unclosedGroup, 0..<1),
        Row("单)a", "RB022", .unopenedGroup, 1..<2),
        Row("a[bc", "RB022", .unclosedClass, 1..<2),
        Row("[]", "RB022", .unclosedClass, 0..<1),
        Row("[a-", "RB022", .unclosedClass, 0..<1),
        Row("ab\\", "RB022", .trailingBackslash, 2..<3),
        Row("[\\", "RB022", .trailingBackslash, 1..<2),
        Row("\\u12", "RB022", .incompleteEscape, 0..<4),
        Row("\\xg1", "RB022", .incompleteEscape, 0..<2),
        Row("\\u{}", "RB022", .incompleteEscape, 0..<3),
        Row("\\p", "RB022", .incompleteEscape, 0..<2),
        Row("\\ud83d", "RB022", .invalidCodePoint, 0..<6),
        Row("\\u{110000}", "RB022", .invalidCodePoint, 0..<9),
        Row("*a", "RB022", .nothingToRepeat, 0..<1),
        Row("a|+", "RB022", .nothingToRepeat, 2..<3),
        Row("({2})", "RB022", .nothingToRepeat, 1..<4),
        Row("^*", "RB022", .nothingToRepeat, 1..<2),
        Row("a**", "RB022", .repeatedRepeat, 2..<3),
        Row("a{2}{3}", "RB022", .repeatedRepeat, 4..<7),
        Row("a{3,2}", "RB022", .reversedBounds, 1..<6),
        Row("a{1001}", "RB022", .boundTooLarge, 1..<7),
        Row("a{0,99999999999999999999}", "RB022", .boundTooLarge, 1..<25),
        Row("[z-a]", "RB022", .reversedRange, 1..<4),
        Row("[a-\\d]", "RB022", .setAsRangeEnd, 1..<5),
        Row("[\\d-z]", "RB022", .setAsRangeEnd, 1..<5),
        Row("(?<1a>b)", "RB022", .invalidGroupName("1a"), 3..<6),
        Row("(?<>b)", "RB022", .invalidGroupName(""), 3..<4),
        Row("(?<a b>b)", "RB022", .invalidGroupName("a b"), 3..<7),
        Row("(?<单", "RB022", .invalidGroupName("单"), 3..<4),
        Row("(?<单>a)(?P<单>b)", "RB022", .duplicateGroupName("单"), 11..<12),
        Row("(?'a'b)", "RB022", .unknownGroupKind, 0..<2),
        Row("(?", "RB022", .unknownGroupKind, 0..<2),
        Row("a{0,9}(?:b{1000}){1000}c", "RB023", .tooManyStates, 6..<23),
        Row("(?=a)", "RB024", .lookAround("(?="), 0..<3),
        Row("单(?!a)", "RB024", .lookAround("(?!"), 1..<4),
        Row("(?<=a)", "RB024", .lookAround("(?<="), 0..<4),
        Row("(?<!a)", "RB024", .lookAround("(?<!"), 0..<4),
        Row("(a)\\1", "RB024", .backReference, 3..<5),
        Row("(?<a>b)(?P=a)", "RB024", .backReference, 7..<11),
        Row("(?<a>b)\\k<a>", "RB024", .backReference, 7..<9),
        Row("(?>a)", "RB024", .atomicGroup, 0..<3),
        Row("a*+", "RB024", .possessiveRepeat, 1..<3),
        Row("a{2}+", "RB024", .possessiveRepeat, 1..<5),
        Row("(?i)a", "RB024", .inlineFlags, 0..<3),
        Row("(?-i:a)", "RB024", .inlineFlags, 0..<3),
        Row("\\bhi\\b", "RB024", .wordBoundary, 0..<2),
        Row("a\\B", "RB024", .wordBoundary, 1..<3),
        Row("\\Aa", "RB024", .textAnchor, 0..<2),
        Row("(a)(?(1)b|c)", "RB024", .conditional, 3..<6),
        Row("(?#x)", "RB024", .comment, 0..<3),
        Row("(?R)", "RB024", .recursion, 0..<3),
        Row("[[:alpha:]]", "RB024", .namedClass, 1..<3),
        Row("\\p{Greek}", "RB024", .unknownProperty("Greek"), 0..<9),
        Row("\\q", "RB024", .unknownEscape("\\q"), 0..<2),
        Row("[\\b]", "RB024", .unknownEscape("\\b"), 1..<3),
        Row("\\0", "RB024", .unknownEscape("\\0"), 0..<2),
    ])
    func `a pattern that cannot be used says why and where`(row: Row) throws {
        let error = try #require(Self.error(row.pattern))
        #expect(error.reason == row.reason)
        #expect(error.code == row.code)
        #expect(error.offset..<error.offset + error.length == row.source)
        #expect(!error.message.chinese.isEmpty && !error.message.english.isEmpty)
        #expect(error.code != "RB024" || error.help != nil || error.reason == .recursion)
    }

    @Test(arguments: [0x0...0x7F, 0x4E00...0x4E0F])
    func `no single escape or group opening goes without an answer`(values: ClosedRange<UInt32>) {
        for scalar in values.compactMap(Unicode.Scalar.init) {
            for pattern in ["\\\(scalar)", "[\\\(scalar)]", "(?\(scalar)", "[\(scalar)", "a\(scalar)", "\(scalar)"] {
                let error = Self.error(pattern)
                #expect(error.map { $0.offset + $0.length <= pattern.unicodeScalars.count } ?? true, "\(pattern)")
            }
        }
    }

    @Test func `look-around is refused with the way to say it here`() throws {
        let error = try #require(Self.error("(?!不要)退款"))
        #expect(error.message == LocalizedText("不支持零宽断言 (?!…)", "look-around, (?!…), is not supported"))
        #expect(error.help?.chinese.contains("none: [...]") == true)
    }
}
