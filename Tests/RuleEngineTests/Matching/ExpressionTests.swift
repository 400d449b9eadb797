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
        "(退款|^号.款)单?", "^.{0,2}(?:退款|单号)", "^.{1,2}退款.{2}", ".{1,3}退.{1,2}(?:怎么|单)", "(?:怎么|号).{0,3}[退换][款货]",
        "退.单|.{4}款", "退.*换.*单.*怎", "(?:退|换)(?:款|货).*(?:单|号)1",
        "退款退款退款退款退款退款退款退款退款$", "(?:退款)?号(?:单货)?$", "\\d{2,}号", "(?:号|\\d)+退",
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

    /// The last three are given up, too large, and run without classes.
    @Test(arguments: [
        "(?<a>退|换)(?<b>款|货)?", "^(?<a>.*?)(?:退|(?<b>单)+)", "(?<a>[退换]款?)+(?<b>号|1)*$", "怎(?<a>.{0,3})(?<b>\\d+|退)",
        "(?<a>(?:退|款|退款)+)(?<b>单)$", "(?<a>退(?:款|.){300}|号)(?<b>1?)", "(?<a>1?)" + manyClasses + "|(?<b>退)",
    ])
    func `captures are those that the pattern finds alone`(source: String) throws {
        var generator = SeededGenerator(seed: UInt64(source.unicodeScalars.count))
        let pattern = try RulePattern(source.replacing("(?<", with: "(?P<"), location: Self.nowhere)
        let other = try RulePattern("(?P<c>[单号].?)", location: Self.nowhere)
        let clause = MatchClause(number: 1, patterns: [pattern, other], location: Self.nowhere)
        let alone = MatchClause(number: 1, patterns: [pattern], location: Self.nowhere)
        let matcher = Matcher(rules: [
            Rule(plainID: "both", clauses: [clause], order: 0), Rule(plainID: "alone", clauses: [alone], order: 1),
        ])
        var scratch = matcher.makeScratch()
        var count = 0
        for length in (0..<400).map({ $0 % 20 }) + [400, 1_900] {
            let text = text("退款换货号单1怎", length: length, &generator)
            matcher.match(text, in: &scratch)
            let (first, second) = (pattern.captures(in: text), other.captures(in: text))
            #expect(scratch.hits.count == (first == nil ? 0 : second == nil ? 1 : 2))
            for hit in scratch.hits {
                var expected = first ?? [:]
                if hit.rule == 0 { expected.merge(second ?? [:]) { first, _ in first } }
                #expect(matcher.captures(of: hit, in: text, using: &scratch) == expected, "\(text.foldedText)")
                count += 1
            }
        }
        #expect(count >= 20)
    }

    @Test func `literals and expressions are found at every place of a long text`() throws {
        var generator = SeededGenerator(seed: 11)
        let matcher = try matcher(["退款", "单号\\d", "货$", "(?:怎么|如何).{0,3}换"])
        var scratch = matcher.makeScratch()
        for place in 0..<200 {
            let filling = { (count: Int) in self.text("的一是不我", length: count, &generator).foldedText }
            let body = ["退款", "单号1", "货", "怎么退换"][place % 4]
            let behind = body == "货" ? "" : filling(Int.random(in: 0...130, using: &generator))
            matcher.match(NormalizedText(verbatim: filling(place) + body + behind), in: &scratch)
            #expect(scratch.hits.map(\.rule) == [Int32(place % 4)], "\(body) at \(place)")
        }
    }
}
