import TestSupport
import Testing

@testable import AlipayClient

/// Contexts are prepared once and kept; no two threads may share one.
@Suite(.timeLimit(.minutes(5)), .watched)
struct KeyContextsTests {
    @Test func `many tasks sign and verify with one key, each correctly`() async throws {
        let (key, other) = (try VectorKeys.signing(), try VectorKeys.verifying())
        let own = try VectorKeys.verifying("app")
        let messages = (0..<200).map { Array("message \($0)".utf8) }
        // The padding is deterministic, so each message has one signature.
        let expected = try messages.map { try SigningKey(VectorKeys.base64("app.pkcs8")).sign($0) }
        let failures = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for (message, signature) in zip(messages, expected) {
                group.addTask {
                    let signed = try? key.sign(message)
                    return signed == signature && own.isValid(signature, for: message)
                        && !other.isValid(signature, for: message)
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 0 : 1) }
        }
        #expect(failures == 0)
    }

    @Test func `a refused signature does not spoil the context for the next one`() throws {
        let (key, own) = (try VectorKeys.signing(), try VectorKeys.verifying("app"))
        let message = Array("message".utf8)
        for type in [SignType.rsa2, .rsa, .rsa2] {
            let signature = try key.sign(message, as: type)
            var bent = signature
            bent[7] ^= 1
            #expect(!own.isValid(bent, for: message, as: type))
            #expect(own.isValid(signature, for: message, as: type))
            #expect(!own.isValid(signature, for: message + [0], as: type))
            #expect(!own.isValid(signature, for: message, as: type == .rsa ? .rsa2 : .rsa))
        }
    }
}
