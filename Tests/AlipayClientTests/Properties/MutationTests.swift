import TestSupport
import Testing

@testable import AlipayClient

/// 20,000 bent requests: what is accepted says what Alipay signed (RELIABILITY T1).
struct MutationTests {
    private static let originals = [
        "verifygw_gbk_rsa2", "text_gbk_rsa2", "text_utf8_rsa2", "text_xmlish", "text_whitespace", "follow_gbk",
        "click_authentication", "enter_scene_utf8", "empty_param_skipped", "text_gbk_rsa2_lowerhex",
    ]

    @Test(arguments: originals, 1...20)
    func `a bent request is accepted only if it says the same`(_ id: String, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let body = try Vectors.bytes(InboundVector.named(id).bodyFile)
        let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
        let original = try NotificationForm(query: [], body: body)
        let content = try verifier.verify(original).content
        for number in 0..<100 {
            let mutation = try #require(RequestMutation.allCases.randomElement(using: &generator))
            let bent = try mutation.apply(to: body, using: &generator)
            let accepted = Self.accepted(bent, verifier)
            if mutation.keepsMeaning { #expect(accepted != nil, "\(mutation) \(number)") }
            guard let accepted else { continue }
            #expect(Self.signedPairs(accepted.form) == Self.signedPairs(original), "\(mutation) \(number)")
            #expect(accepted.notification.content == content, "\(mutation) \(number)")
        }
    }

    @Test(arguments: originals)
    func `one bit of any value changes the verdict`(_ id: String) throws {
        let body = try Vectors.bytes(InboundVector.named(id).bodyFile)
        let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
        let pairs = try FormDecoder.decode(body).filter { !$0.value.isEmpty }
        var generator = SeededGenerator(seed: 1)
        for (place, pair) in pairs.enumerated() {
            for index in pair.value.indices {
                var value = pair.value
                value[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                var bent = pairs
                bent[place] = FormDecoder.Pair(name: pair.name, value: value)
                let form = bent.map { FormWriter.escape($0.name) + [0x3D] + FormWriter.escape($0.value) }
                #expect(Self.accepted(Array(form.joined(separator: [0x26])), verifier) == nil)
            }
        }
    }

    private static func accepted(
        _ body: [UInt8],
        _ verifier: NotificationVerifier
    ) -> (form: NotificationForm, notification: VerifiedNotification)? {
        guard let form = try? NotificationForm(query: [], body: body), let notification = try? verifier.verify(form)
        else {
            return nil
        }
        return (form, notification)
    }

    /// Parameters without a value say nothing, and are not always signed (PROTOCOL 1.2).
    private static func signedPairs(_ form: NotificationForm) -> [FormDecoder.Pair] {
        form.pairs.filter { !$0.value.isEmpty }
    }
}
