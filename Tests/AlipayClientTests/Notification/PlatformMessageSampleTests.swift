import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// A From-Ant message as the documents give it (PROTOCOL 1.9), signed here.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PlatformMessageSampleTests {
    @Test func `a message with the parameters of the documents is read`() throws {
        struct Sample: Decodable { let formFields: [String: String] }
        let sample: Sample = try Vectors.decode("samples/from_platform_message_fields.json")
        let parameters = sample.formFields.filter { $0.key != "sign" }
            .map { (name: $0.key, value: Array($0.value.utf8)) }
        let message = try NotificationVerifier(keys: [try VectorKeys.verifying()])
            .verifyPlatformMessage(try PlatformMessageTests.form(parameters), appID: "2014060600164699")
        #expect(message.method == "alipay.open.sp.sign.sync.notify")
        #expect(message.content == "{...JSON...}")
    }
}
