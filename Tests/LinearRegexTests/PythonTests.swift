import Foundation
import TestSupport
import Testing

@testable import RuleEngine

/// Patterns and texts with what Python's `re` makes of them; Scripts/generate-pattern-cases.py writes them.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PatternPythonTests {
    /// One line: the pattern, the text and Python's answer.
    struct Case: Decodable, Sendable {
        enum Answer: Hashable, Sendable {
            case refused
            case unmatched
            case spans([Int])
        }

        let pattern: String
        let text: String
        let answer: Answer

        init(from decoder: any Decoder) throws {
            var line = try decoder.unkeyedContainer()
            pattern = try line.decode(String.self)
            text = try line.decode(String.self)
            if try line.decodeNil() {
                answer = .unmatched
            } else if let spans = try? line.decode([Int].self) {
                answer = .spans(spans)
            } else {
                answer = .refused
            }
        }
    }

    static func ours(_ pattern: String, _ text: String) -> Case.Answer {
        guard let pattern = try? Pattern(pattern) else { return .refused }
        guard let match = pattern.firstMatch(in: Array(text.unicodeScalars)) else { return .unmatched }
        return .spans(match.captures.flatMap { [$0?.lowerBound ?? -1, $0?.upperBound ?? -1] })
    }

    @Test func `every generated pattern matches as it does in Python`() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/patterns/python-re.jsonl", withExtension: nil))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1_500)
        for line in lines {
            let expected = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
            #expect(Self.ours(expected.pattern, expected.text) == expected.answer, "\(line)")
        }
    }
}
