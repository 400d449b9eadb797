import LinearRegex
import TestSupport
import Testing

/// Patterns and texts with the answers of Python's `re`; Scripts/generate-pattern-cases.py and Scripts/fuzz-patterns.py
/// write them.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PythonTests {
    private static func ours(_ recorded: RecordedPattern) -> RecordedPattern.Answer {
        guard let pattern = try? Pattern(recorded.pattern) else { return .refused }
        guard let match = pattern.firstMatch(in: Array(recorded.text.unicodeScalars)) else { return .unmatched }
        return .spans(match.captures.flatMap { [$0?.lowerBound ?? -1, $0?.upperBound ?? -1] })
    }

    @Test func `every generated pattern matches as it does in Python`() throws {
        let recorded = try RecordedPattern.all(in: "python-re")
        #expect(recorded.count == 1_500)
        for recorded in recorded { #expect(Self.ours(recorded) == recorded.answer, "\(recorded)") }
    }

    /// A sample of one run of the fuzzer, and the disagreements that it found.
    @Test(arguments: ["sample", "found"])
    func `a pattern of the fuzzer matches as it does in Python`(name: String) throws {
        let recorded = try RecordedPattern.all(in: name)
        #expect(name == "found" || recorded.count >= 1_000)
        for recorded in recorded { #expect(Self.ours(recorded) == recorded.answer, "\(recorded)") }
    }
}
