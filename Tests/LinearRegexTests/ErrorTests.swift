import LinearRegex
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct ErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let kind: PatternError.Kind
        let reason: PatternError.Reason
        let source: Range<Int>

        init(_ pattern: String, _ kind: PatternError.Kind, _ reason: PatternError.Reason, _ source: Range<Int>) {
            self.pattern = pattern
            self.kind = kind
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
        Row("单(ab", .syntax, .unclosedGroup, 1..<2),
        Row("(?:a", .syntax, .unclosedGroup, 0..<1),
        Row("单)a", .syntax, .unopenedGroup, 1..<2),
        Row("a[bc", .syntax, .unclosedClass, 1..<2),
        Row("[]", .syntax, .unclosedClass, 0..<1),
        Row("[a-", .syntax, .unclosedClass, 0..<1),
        Row("ab\\", .syntax, .trailingBackslash, 2..<3),
        Row("[\\", .syntax, .trailingBackslash, 1..<2),
        Row("\\u12", .syntax, .incompleteEscape, 0..<4),
        Row("\\xg1", .syntax, .incompleteEscape, 0..<2),
        Row("\\u{}", .syntax, .incompleteEscape, 0..<3),
        Row("\\p", .syntax, .incompleteEscape, 0..<2),
        Row("\\ud83d", .syntax, .invalidCodePoint, 0..<6),
        Row("\\u{110000}", .syntax, .invalidCodePoint, 0..<9),
        Row("*a", .syntax, .nothingToRepeat, 0..<1),
        Row("a|+", .syntax, .nothingToRepeat, 2..<3),
        Row("({2})", .syntax, .nothingToRepeat, 1..<4),
        Row("^*", .syntax, .nothingToRepeat, 1..<2),
        Row("a**", .syntax, .repeatedRepeat, 2..<3),
        Row("a{2}{3}", .syntax, .repeatedRepeat, 4..<7),
        Row("a{3,2}", .syntax, .reversedBounds, 1..<6),
        Row("a{1001}", .syntax, .boundTooLarge, 1..<7),
        Row("a{0,99999999999999999999}", .syntax, .boundTooLarge, 1..<25),
        Row("[z-a]", .syntax, .reversedRange, 1..<4),
        Row("[a-\\d]", .syntax, .setAsRangeEnd, 1..<5),
        Row("[\\d-z]", .syntax, .setAsRangeEnd, 1..<5),
        Row("(?<1a>b)", .syntax, .invalidGroupName("1a"), 3..<6),
        Row("(?<>b)", .syntax, .invalidGroupName(""), 3..<4),
        Row("(?<a b>b)", .syntax, .invalidGroupName("a b"), 3..<7),
        Row("(?<单", .syntax, .invalidGroupName("单"), 3..<4),
        Row("(?<单>a)(?P<单>b)", .syntax, .duplicateGroupName("单"), 11..<12),
        Row("(?'a'b)", .syntax, .unknownGroupKind, 0..<2),
        Row("(?", .syntax, .unknownGroupKind, 0..<2),
        Row("a{0,9}(?:b{1000}){1000}c", .size, .tooManyStates, 6..<23),
        Row("(?=a)", .unsupported, .lookAround("(?="), 0..<3),
        Row("单(?!a)", .unsupported, .lookAround("(?!"), 1..<4),
        Row("(?<=a)", .unsupported, .lookAround("(?<="), 0..<4),
        Row("(?<!a)", .unsupported, .lookAround("(?<!"), 0..<4),
        Row("(a)\\1", .unsupported, .backReference, 3..<5),
        Row("(?<a>b)(?P=a)", .unsupported, .backReference, 7..<11),
        Row("(?<a>b)\\k<a>", .unsupported, .backReference, 7..<9),
        Row("(?>a)", .unsupported, .atomicGroup, 0..<3),
        Row("a*+", .unsupported, .possessiveRepeat, 1..<3),
        Row("a{2}+", .unsupported, .possessiveRepeat, 1..<5),
        Row("(?i)a", .unsupported, .inlineFlags, 0..<3),
        Row("(?-i:a)", .unsupported, .inlineFlags, 0..<3),
        Row("\\bhi\\b", .unsupported, .wordBoundary, 0..<2),
        Row("a\\B", .unsupported, .wordBoundary, 1..<3),
        Row("\\Aa", .unsupported, .textAnchor, 0..<2),
        Row("(a)(?(1)b|c)", .unsupported, .conditional, 3..<6),
        Row("(?#x)", .unsupported, .comment, 0..<3),
        Row("(?R)", .unsupported, .recursion, 0..<3),
        Row("[[:alpha:]]", .unsupported, .namedClass, 1..<3),
        Row("\\p{Greek}", .unsupported, .unknownProperty("Greek"), 0..<9),
        Row("\\q", .unsupported, .unknownEscape("\\q"), 0..<2),
        Row("[\\b]", .unsupported, .unknownEscape("\\b"), 1..<3),
        Row("\\0", .unsupported, .unknownEscape("\\0"), 0..<2),
    ])
    func `a pattern that cannot be used says why and where`(row: Row) throws {
        let error = try #require(Self.error(row.pattern))
        #expect(error.reason == row.reason)
        #expect(error.reason.kind == row.kind)
        #expect(error.range == row.source)
    }

    @Test(arguments: [0x0...0x7F, 0x4E00...0x4E0F])
    func `no single escape or group opening goes without an answer`(values: ClosedRange<UInt32>) {
        for scalar in values.compactMap(Unicode.Scalar.init) {
            for pattern in ["\\\(scalar)", "[\\\(scalar)]", "(?\(scalar)", "[\(scalar)", "a\(scalar)", "\(scalar)"] {
                let error = Self.error(pattern)
                #expect(error.map { $0.range.upperBound <= pattern.unicodeScalars.count } ?? true, "\(pattern)")
            }
        }
    }
}
