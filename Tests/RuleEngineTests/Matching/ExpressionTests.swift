import LinearRegex
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ExpressionTests {
    private static let nowhere = SourceLocation(path: "rules.yaml", line: 1, column: 1)

    /// Too many characters to tell apart, so that it is not run by classes.
    private static let manyClasses =
        "退(?:" + (0..<300).compactMap { Unicode.Scalar(0x6B3E + $0) }.map { String($0) }.joined(separator: "|") + ")款"

    private func matcher(_ patterns: [String]) throws -> Matcher {
        let rules = try patterns.enumerated()
            .map { index, pattern in
                let clause = MatchClause(
                    number: 1,
                    patterns: [try RulePattern(pattern, location: Self.nowhere)],
                    location: Self.nowhere
                )
                return Rule(plainID: pattern, clauses: [clause], order: index)
            }
        return Matcher(rules: rules)
    }

    private func text(_ letters: String, length: Int, _ generator: inout SeededGenerator) -> NormalizedText {
        let letters = Array(letters)
        return NormalizedText(
            verbatim: String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        )
    }

    /// Whether each of `a[ab]{n}$` matches is plain to see: the letter before the last n decides.
    @Test func `automata that outgrow their caches, alone and together, answer as those that do not`() throws {
        var generator = SeededGenerator(seed: 7)
        let lengths = Array(280..<320)
        let matcher = try matcher(lengths.map { "a[ab]{\($0)}$" })
        var scratch = matcher.makeScratch()
        for length in [300, 1_200, 310] {
            let text = text("ab", length: length, &generator)
            matcher.match(text, in: &scratch)
            let expected = lengths.indices.filter {
                lengths[$0] < length && text.folded[length - 1 - lengths[$0]] == "a"
            }
            #expect(scratch.hits.map { Int($0.rule) }.sorted() == expected)
        }
    }

    @Test(arguments: [
        "退款", "^退", "退$", "^(?:请问)?退款(?:的)?(进度|到账)$", "(怎么|如何).{0,2}(退|换)货?", "退.{2}款", "(退|款)+单",
        "(?:^|号)退", "退(?:款|$)", "款*退", "[退换]货{1,2}号", "退+?款", "(?:退款){2}", ".退..款", "号{2,}", "(?:退|款号).*单$",
        "(退款|^号.款)单?", "退款退款退款退款退款退款退款退款退款$", "(?:退款)?号(?:单货)?$", "\\d{2,}号", "(?:号|\\d)+退",
        manyClasses,
    ])
    func `with literals, windows and classes an expression answers as it does without`(source: String) throws {
        var generator = SeededGenerator(seed: UInt64(source.unicodeScalars.count))
        let pattern = try Pattern(source)
        let matcher = try matcher([source])
        var scratch = matcher.makeScratch()
        for _ in 0..<400 {
            let text = text("退款换货号单1怎么的", length: Int.random(in: 0...12, using: &generator), &generator)
            matcher.match(text, in: &scratch)
            #expect(scratch.hits.isEmpty == (pattern.firstMatch(in: text.folded) == nil), "\(text.foldedText)")
        }
    }
}
