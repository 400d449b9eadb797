import FuzzEntryPoints
import TestSupport
import Testing

/// What the fuzzers have found, and what they begin with, once more; `make fuzz` goes on from there.
@Suite(.timeLimit(.minutes(5)), .watched)
struct FuzzReplayTests {
    private static func inputs(in folder: String) throws -> [RecordedInput<FuzzTarget>] {
        try RecordedInput.all(of: FuzzTarget.allCases, in: folder)
    }

    @Test(arguments: try inputs(in: "Corpus") + inputs(in: "Regressions"))
    func `a recorded input does nothing that it must not`(input: RecordedInput<FuzzTarget>) throws {
        #expect(input.target.fault(in: try input.bytes) == nil)
    }

    @Test(arguments: FuzzTarget.allCases)
    func `every target has inputs to begin with`(target: FuzzTarget) throws {
        #expect(try Self.inputs(in: "Corpus").count { $0.target == target } >= 10)
    }

    /// A short, seeded search, for those who have no libFuzzer.
    @Test(arguments: try inputs(in: "Corpus"))
    func `an input with bytes changed at random does nothing that it must not`(input: RecordedInput<FuzzTarget>) throws
    {
        for bytes in try input.bent(limit: 1_000) {
            #expect(input.target.fault(in: bytes) == nil, "changed: \(bytes)")
        }
    }
}
