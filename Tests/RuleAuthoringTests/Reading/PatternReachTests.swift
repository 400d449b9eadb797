import LinearRegex
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PatternReachTests {
    private static func canMatch(_ source: String, in texts: PatternReach.Texts) throws -> Bool {
        var reach = PatternReach(try Pattern(source).nfa, in: texts)
        return reach.canMatch()
    }

    @Test(arguments: [
        #"^\s+a"#, #"a\s+$"#, "(?: )$", #"^(?:x\s)$"#, #"退\s款"#, #"\s退"#, #"a\s{2}b"#, #"a\s+\s+b"#, #"[ \t]$"#, #"\t"#,
        #"\n"#,
        #"^[\s]$"#, #"退(?:\s|\s\s)\d"#, "[Ａ-Ｚ]", "[ \u{3000}]退", #"^(?:\s退|\s$)"#,
    ])
    func `an expression that wants what no folded message has cannot match`(source: String) throws {
        #expect(try !Self.canMatch(source, in: .folded))
        #expect(try Self.canMatch(source, in: .any))
    }

    @Test(arguments: [
        #"\s*a"#, #"[:\s]*\d"#, #"a\s+b"#, #"\s"#, ".+ .+", #"^\s*$"#, #"(?:^|\s)退"#, #"[^a]\sb"#, "a ?退", "^$", "",
        #"\W"#,
        #"[\s\S]{0,1000}退款"#, "é", "\u{301}", "[\u{1100}-\u{11FF}]", "(?:a|b )$", #"\p{Han}"#, "[A-Z1]", #"x\sy\sz"#,
    ])
    func `an expression that some folded message matches can match`(source: String) throws {
        #expect(try Self.canMatch(source, in: .folded))
    }

    @Test(arguments: ["a^b", "a$b", "$a", "a^"])
    func `anchors that contradict each other have nothing to do with folding`(source: String) throws {
        #expect(try !Self.canMatch(source, in: .any))
    }

    @Test(arguments: 0..<8)
    func `whatever a generated expression matches, it is said to be able to`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let parts = [
            "a", "退", " ", #"\s"#, #"\S"#, ".", "^", "$", "(?:", ")", "|", "*", "+", "?", "[a ]", "[^a]", "é", "B",
        ]
        let letters = ["a", "b", "退", " ", "é", "B", "!", "１", "\n"]
        var matched = 0
        for _ in 0..<400 {
            let source = (0..<Int.random(in: 1...6, using: &generator))
                .map { _ in parts.randomElement(using: &generator) ?? "" }
            guard let pattern = try? Pattern(source.joined()) else { continue }
            var reach = PatternReach(pattern.nfa, in: .folded)
            let canMatch = reach.canMatch()
            for _ in 0..<20 {
                let text = (0..<Int.random(in: 0...5, using: &generator))
                    .map { _ in letters.randomElement(using: &generator) ?? "" }
                guard pattern.firstMatch(in: TextNormalizer.normalize(text.joined()).folded) != nil else { continue }
                matched += 1
                #expect(canMatch, "\(source.joined()) matches \(text.joined())")
            }
        }
        #expect(matched > 500)
    }

    @Test(arguments: ["python-re", "sample"])
    func `no recorded pattern that matches a folded text is said not to`(file: String) throws {
        var matched = 0
        for recorded in try RecordedPattern.all(in: file) {
            let text = TextNormalizer.normalize(recorded.text).folded
            guard let pattern = try? Pattern(recorded.pattern), pattern.firstMatch(in: text) != nil else { continue }
            matched += 1
            var reach = PatternReach(pattern.nfa, in: .folded)
            let canMatch = reach.canMatch()
            #expect(canMatch, "\(recorded)")
        }
        #expect(matched > 200)
    }
}
