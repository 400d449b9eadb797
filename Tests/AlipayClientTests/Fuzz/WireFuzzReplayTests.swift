import AlipayClient
import TestSupport
import Testing
import WireFuzzEntryPoints

/// Replays the corpus of the wire fuzzers and their findings; `make fuzz-wire` goes on from there.
@Suite(.timeLimit(.minutes(5)), .watched)
struct WireFuzzReplayTests {
    private static func inputs(in folder: String) throws -> [RecordedInput<WireFuzzTarget>] {
        try RecordedInput.all(of: WireFuzzTarget.allCases, in: folder)
    }

    @Test(arguments: try inputs(in: "Corpus") + inputs(in: "Regressions"))
    func `a recorded input does nothing that it must not`(input: RecordedInput<WireFuzzTarget>) throws {
        #expect(input.target.fault(in: try input.bytes) == nil)
    }

    @Test(arguments: WireFuzzTarget.allCases)
    func `every target has inputs to begin with`(target: WireFuzzTarget) throws {
        #expect(try Self.inputs(in: "Corpus").count { $0.target == target } >= 10)
    }

    /// Otherwise the comparison with libxml2 would compare nothing.
    @Test func `events to begin with are read without libxml2`() throws {
        let events = try Self.inputs(in: "Corpus").filter { $0.target == .event }
        #expect(try events.count { XMLProbe(utf8: try $0.bytes).isPlain } >= 10)
    }

    /// A short, seeded search without libFuzzer.
    @Test(arguments: try inputs(in: "Corpus"))
    func `an input with bytes changed at random does nothing that it must not`(
        input: RecordedInput<WireFuzzTarget>
    ) throws {
        for bytes in try input.bent(limit: 2_000) {
            #expect(input.target.fault(in: bytes) == nil, "changed: \(bytes)")
        }
    }
}
