import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct AutomatonTests {
    private func found(_ words: [String], as kind: KeywordAutomatonBuilder.Kind, in text: String) -> [String] {
        var builder = KeywordAutomatonBuilder()
        for word in words { _ = builder.number(of: Array(word.unicodeScalars), as: kind) }
        var hits = LiteralMatchSet(literalCount: words.count)
        hits.begin()
        let scalars = Array(text.unicodeScalars)
        builder.build().scan(scalars.span, into: &hits)
        return hits.found.prefix(hits.count).map { words[Int($0.literal)] }
    }

    @Test func `every literal that occurs is found once, overlapping ones too`() {
        let words = ["he", "she", "his", "hers", "退款", "款", "退款进度"]
        let expected = ["she", "he", "hers", "退款", "款", "退款进度"]
        #expect(found(words, as: .fragment, in: "ushers退款进度,退款") == expected)
    }

    @Test func `a keyword in Latin letters is found where it is a word`() {
        let words = ["he", "she", "退she"]
        #expect(found(words, as: .keyword, in: "ushe") == [])
        #expect(found(words, as: .keyword, in: "她she,he") == ["she", "he"])
        #expect(found(words, as: .keyword, in: "退she") == ["退she", "she"])
        #expect(found(words, as: .keyword, in: "退shex退she") == ["退she", "she"])
    }

    @Test func `equal literals of one kind share a number`() {
        var builder = KeywordAutomatonBuilder()
        let numbers = ["退", "款", "退"].map { builder.number(of: Array($0.unicodeScalars), as: .keyword) }
        #expect(numbers == [0, 1, 0])
    }

    @Test func `an automaton without literals finds nothing`() {
        #expect(found([], as: .keyword, in: "退款") == [])
    }

    @Test func `a message that is one keyword is found as that, whatever stands at its ends`() {
        var builder = KeywordAutomatonBuilder()
        let numbers = ["退款", "款", "!退"].map { builder.number(of: Array($0.unicodeScalars), as: .whole) }
        _ = builder.number(of: Array("!退款".unicodeScalars), as: .keyword)
        let automaton = builder.build()
        func whole(_ text: String, _ trimmed: Range<Int>) -> Int32 {
            automaton.wholeNumber(of: Array(text.unicodeScalars).span.extracting(trimmed))
        }
        #expect(whole("退款", 0..<2) == numbers[0])
        #expect(whole("!退款!", 1..<3) == numbers[0])
        #expect(whole("!!款", 2..<3) == numbers[1])
        #expect(whole("我退款", 0..<3) == -1)
    }

    @Test(arguments: 0..<20)
    func `automaton and naive search agree on random keywords and texts`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            let rules = Self.rules(&generator)
            let matcher = Matcher(rules: rules)
            let naive = NaiveReference(rules: rules)
            for _ in 0..<10 {
                let text = TextNormalizer.normalize(Self.word(1...12, &generator))
                let found = matcher.report(on: text).matches
                    .map {
                        NaiveReference.Finding(
                            rule: rules[$0.rule].id,
                            clause: $0.clause,
                            tier: $0.strength.tier,
                            length: $0.strength.length
                        )
                    }
                #expect(found == naive.findings(in: text), "\(text.foldedText)")
            }
        }
    }

    private static func rules(_ generator: inout SeededGenerator) -> [Rule] {
        (0..<Int.random(in: 1...5, using: &generator))
            .map { order in
                let clauses = (1...Int.random(in: 1...3, using: &generator)).map { clause($0, &generator) }
                return Rule(plainID: "r\(order)", clauses: clauses, order: order)
            }
    }

    private static func clause(_ number: Int, _ generator: inout SeededGenerator) -> MatchClause {
        func words(_ chance: Int) -> [Keyword] {
            guard Int.random(in: 0..<10, using: &generator) < chance else { return [] }
            return (0..<Int.random(in: 1...3, using: &generator)).map { _ in keyword(&generator) }
        }
        let (exact, prefix, suffix, any, all) = (words(2), words(2), words(2), words(5), words(3))
        let isEmpty = [exact, prefix, suffix, any, all].allSatisfy(\.isEmpty)
        return MatchClause(
            number: number,
            exact: exact,
            prefix: prefix,
            suffix: suffix,
            any: isEmpty ? [keyword(&generator)] : any,
            all: all,
            none: words(2),
            patterns: [],
            location: Self.nowhere
        )
    }

    private static func keyword(_ generator: inout SeededGenerator) -> Keyword {
        while true {
            let text = word(1...4, &generator)
            let folded = TextNormalizer.normalize(text).folded
            if !folded.isEmpty { return Keyword(text: text, folded: folded, location: nowhere) }
        }
    }

    /// Few letters, so that keywords often occur, overlap and touch ASCII neighbours.
    private static func word(_ length: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
        let letters = ["a", "b", "1", "退", "款", "款", "進", " ", "!"]
        return (0..<Int.random(in: length, using: &generator))
            .map { _ in
                letters[Int.random(in: 0..<letters.count, using: &generator)]
            }
            .joined()
    }

    static let nowhere = SourceLocation(path: "generated", line: 1, column: 1)
}
