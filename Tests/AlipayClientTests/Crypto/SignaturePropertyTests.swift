import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct SignaturePropertyTests {
    @Test(arguments: 1...10, SignType.allCases)
    func `a signature holds for its message alone`(_ seed: UInt64, _ type: SignType) throws {
        var generator = SeededGenerator(seed: seed)
        let key = try VectorKeys.signing()
        let verifying = try key.verifyingKey()
        for length in [0, 1, 63, 64, Int.random(in: 2...5_000, using: &generator)] {
            let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let signature = try key.sign(message, as: type)
            #expect(verifying.isValid(signature, for: message, as: type))
            #expect(verifying.isValid(base64: try key.signBase64(message, as: type), for: message, as: type))
            #expect(!verifying.isValid(signature, for: message, as: type == .rsa ? .rsa2 : .rsa))
            #expect(!verifying.isValid(signature, for: message + [0], as: type))
            #expect(!verifying.isValid(flip(signature, &generator), for: message, as: type))
            if length > 0 { #expect(!verifying.isValid(signature, for: flip(message, &generator), as: type)) }
        }
    }

    @Test(arguments: [0, 1, 128, 255, 257, 512])
    func `a signature has as many bytes as the modulus`(_ length: Int) throws {
        let key = try VectorKeys.signing()
        let signature = try key.sign([1])
        let other = Array((signature + signature).prefix(length))
        #expect(try !key.verifyingKey().isValid(other, for: [1]))
        #expect(try !key.verifyingKey().isValid([0] + signature.dropLast(), for: [1]))
    }

    private func flip(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var flipped = bytes
        flipped[Int.random(in: bytes.indices, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        return flipped
    }
}
