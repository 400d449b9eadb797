import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// From-Ant messages: another channel at the same address, with a signature of its own (PROTOCOL 1.9).
@Suite(.timeLimit(.minutes(5)), .watched)
struct PlatformMessageTests {
    /// A message as in the platform's documents.
    static func parameters(appID: String = SignedRequest.appID) -> [(name: String, value: [UInt8])] {
        [
            ("notify_id", "5608cccc09ddb39d41c2e3c06e3d9fejh2"), ("utc_timestamp", "1514210452731"),
            ("msg_method", "alipay.open.sp.sign.sync.notify"), ("app_id", appID), ("version", "1.1"),
            ("biz_content", "{\"状态\":\"a+b&c\"}"), ("sign_type", "RSA2"), ("charset", "UTF-8"),
        ]
        .map { ($0.0, Array($0.1.utf8)) }
    }

    /// Signs the given variant, independently of the code under test.
    static func form(
        _ parameters: [(name: String, value: [UInt8])],
        _ variant: PlatformMessage.SignatureBaseVariant = .withoutSignType,
        key: String = "alipay_platform",
        unsigned: [(name: String, value: [UInt8])] = []
    ) throws -> NotificationForm {
        let signed = parameters.filter { $0.name != "sign_type" || variant == .withSignType }
            .sorted { $0.name < $1.name }
        let text = signed.map { Array("\($0.name)=".utf8) + $0.value }.joined(separator: Array("&".utf8))
        let sign = try VectorKeys.signing(key).signBase64(Array(text))
        let all = parameters + unsigned + [("sign", Array(sign.utf8))]
        // Some of it comes in the query.
        return try NotificationForm(query: FormWriter.write(Array(all[4...])), body: FormWriter.write(Array(all[..<4])))
    }

    private func read(_ form: NotificationForm) throws -> PlatformMessage {
        try NotificationVerifier(keys: [try VectorKeys.verifying()])
            .verifyPlatformMessage(form, appID: SignedRequest.appID)
    }

    @Test(arguments: PlatformMessage.SignatureBaseVariant.allCases)
    func `a message is read under either variant`(_ variant: PlatformMessage.SignatureBaseVariant) throws {
        let form = try Self.form(Self.parameters(), variant)
        #expect(form.unverifiedIsPlatformMessage)
        let message = try read(form)
        #expect(message.variant == variant)
        #expect(message.id == "5608cccc09ddb39d41c2e3c06e3d9fejh2")
        #expect(message.method == "alipay.open.sp.sign.sync.notify")
        #expect(message.content == "{\"状态\":\"a+b&c\"}")
        #expect(message.sent == Date(timeIntervalSince1970: 1_514_210_452.731))
        #expect(!"\(message)".contains("状态"))
    }

    @Test func `a message of another sender is refused`() throws {
        let form = try Self.form(Self.parameters(), key: "attacker")
        #expect(throws: NotificationError.badSignature) { try read(form) }
    }

    @Test(arguments: ["notify_id", "utc_timestamp", "msg_method", "app_id", "version", "biz_content", "charset"])
    func `no parameter can be changed or left out`(_ name: String) throws {
        let form = try Self.form(Self.parameters())
        let pairs = form.pairs.map { (name: String(decoding: $0.name, as: UTF8.self), value: $0.value) }
        let bent = pairs.map { $0.name == name ? ($0.name, [0x31]) : $0 }
        let dropped = pairs.filter { $0.name != name }
        for spoiled in [bent, dropped] {
            let form = try NotificationForm(query: [], body: FormWriter.write(spoiled))
            #expect(throws: NotificationError.self) { try read(form) }
        }
    }

    @Test func `a parameter added later is refused`() throws {
        let form = try Self.form(Self.parameters(), unsigned: [("extra", [0x31])])
        #expect(throws: NotificationError.badSignature) { try read(form) }
    }

    @Test(arguments: ["alipay.mobile.public.message.notify", "alipay.service.check", "x", ""])
    func `with a service it belongs to no channel, well signed or not`(_ service: String) throws {
        for variant in PlatformMessage.SignatureBaseVariant.allCases {
            let form = try Self.form(Self.parameters() + [("service", Array(service.utf8))], variant)
            #expect(!form.unverifiedIsPlatformMessage)
            #expect(throws: NotificationError.ambiguousService) { try read(form) }
            #expect(throws: NotificationError.ambiguousService) {
                try NotificationVerifier(keys: [try VectorKeys.verifying()]).verify(form)
            }
        }
    }

    @Test func `a life account's event cannot leave out its sign type`() throws {
        // Signed like From-Ant messages: the vector neg_sign_type_dropped_V1 with a key of the test.
        let request = SignedRequest(EventXML.text([:]))
        let form = try Self.form(request.parameters + [("x", [0x31])])
        #expect(throws: NotificationError.badSignature) {
            try NotificationVerifier(keys: [try VectorKeys.verifying()]).verify(form)
        }
        #expect(throws: NotificationError.ambiguousService) { try read(form) }
    }

    @Test func `a message cannot be taken for an event`() throws {
        let form = try Self.form(Self.parameters(), .withSignType)
        #expect(throws: NotificationError.missingParameter) {
            try NotificationVerifier(keys: [try VectorKeys.verifying()]).verify(form)
        }
    }

    @Test func `a message for another application is refused`() throws {
        let form = try Self.form(Self.parameters(appID: "2014060600164699"))
        #expect(throws: NotificationError.foreignApplication) { try read(form) }
    }

    @Test(
        arguments: [
            ("msg_method", "a\nb", NotificationError.brokenPlatformMessage),
            ("msg_method", "提醒", .brokenPlatformMessage),
            ("msg_method", String(repeating: "a", count: 129), .brokenPlatformMessage),
            ("utc_timestamp", "yesterday", .brokenPlatformMessage), ("utc_timestamp", "-1", .brokenPlatformMessage),
            ("charset", "KOI8-R", .unknownCharset), ("sign_type", "RSA", .unexpectedSignType),
        ] as [(String, String, NotificationError)]
    )
    func `a well signed message that says nonsense is refused by name`(
        _ name: String,
        _ value: String,
        _ error: NotificationError
    ) throws {
        let parameters = Self.parameters().map { $0.name == name ? (name, Array(value.utf8)) : $0 }
        #expect(throws: error) { try read(try Self.form(parameters)) }
    }

    @Test func `text is read in its character set`() throws {
        let parameters = Self.parameters()
            .map { parameter in
                switch parameter.name {
                case "charset": ("charset", Array("GBK".utf8))
                case "biz_content": ("biz_content", Charset.gbk.encode("{\"状态\":1}"))
                default: parameter
                }
            }
        #expect(try read(try Self.form(parameters)).content == "{\"状态\":1}")
    }

    @Test func `a message with the parameters of the documents is read`() throws {
        struct Sample: Decodable { let formFields: [String: String] }
        let sample: Sample = try Vectors.decode("samples/from_platform_message_fields.json")
        let parameters = sample.formFields.filter { $0.key != "sign" }
            .map { (name: $0.key, value: Array($0.value.utf8)) }
        let message = try NotificationVerifier(keys: [try VectorKeys.verifying()])
            .verifyPlatformMessage(try Self.form(parameters), appID: "2014060600164699")
        #expect(message.method == "alipay.open.sp.sign.sync.notify")
        #expect(message.content == "{...JSON...}")
    }
}
