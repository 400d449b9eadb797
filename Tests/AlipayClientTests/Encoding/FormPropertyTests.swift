import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct FormPropertyTests {
    @Test(arguments: 1...20)
    func `random parameters come back from their form`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let pairs = (0..<Int.random(in: 1...8, using: &generator))
                .map { _ in
                    FormDecoder.Pair(name: bytes(&generator), value: bytes(&generator))
                }
            let form = pairs.map { RequestMutation.respell($0, using: &generator) }.joined(separator: [0x26])
            #expect(try FormDecoder.decode(Array(form)) == pairs)
        }
    }

    private func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
