import LinearRegex
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PatternErrorWordingTests {
    private static func error(_ pattern: String) -> PatternError? {
        do {
            _ = try Pattern(pattern)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "RB022": [
            "单(ab", "(?:a", "单)a", "a[bc", "[]", "[a-", "ab\\", "[\\", "\\u12", "\\xg1", "\\u{}", "\\p", "\\ud83d",
            "\\u{110000}", "*a", "a|+", "({2})", "^*", "a**", "a{2}{3}", "a{3,2}", "a{1001}",
            "a{0,99999999999999999999}", "[z-a]", "[a-\\d]", "[\\d-z]", "(?<1a>b)", "(?<>b)", "(?<a b>b)", "(?<单",
            "(?<单>a)(?P<单>b)", "(?'a'b)", "(?",
        ],
        "RB023": ["a{0,9}(?:b{1000}){1000}c"],
        "RB024": [
            "(?=a)", "单(?!a)", "(?<=a)", "(?<!a)", "(a)\\1", "(?<a>b)(?P=a)", "(?<a>b)\\k<a>", "(?>a)", "a*+",
            "a{2}+", "(?i)a", "(?-i:a)", "\\bhi\\b", "a\\B", "\\Aa", "(a)(?(1)b|c)", "(?#x)", "(?R)", "[[:alpha:]]",
            "\\p{Greek}", "\\q", "[\\b]", "\\0",
        ],
    ])
    func `a pattern that cannot be used has a code, a sentence and a way out`(code: String, patterns: [String]) throws {
        for pattern in patterns {
            let error = try #require(Self.error(pattern))
            #expect(error.code == code, "\(pattern)")
            #expect(!error.message.chinese.isEmpty && !error.message.english.isEmpty)
            #expect(code != "RB024" || error.help != nil || error.reason == .recursion, "\(pattern)")
        }
    }

    @Test func `look-around is refused with the way to say it here`() throws {
        let error = try #require(Self.error("(?!不要)退款"))
        #expect(error.message == LocalizedText("不支持零宽断言 (?!…)", "look-around, (?!…), is not supported"))
        #expect(error.help?.chinese.contains("none: [...]") == true)
    }
}
