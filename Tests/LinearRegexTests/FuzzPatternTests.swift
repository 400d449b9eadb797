import Foundation
import TestSupport
import Testing

@testable import RuleEngine

/// Pairs of `Scripts/fuzz-patterns.py`, replayed: a sample of one run, and what runs have found.
@Suite(.timeLimit(.minutes(5)), .watched)
struct FuzzPatternTests {
    @Test(arguments: ["sample", "found"])
    func `a pattern of the fuzzer matches as it does in Python`(name: String) throws {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/patterns/\(name).jsonl", withExtension: nil))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(name == "found" || lines.count >= 1_000)
        for line in lines {
            let pair = try JSONDecoder().decode(PatternPythonTests.Case.self, from: Data(line.utf8))
            #expect(PatternPythonTests.ours(pair.pattern, pair.text) == pair.answer, "\(line)")
        }
    }
}
