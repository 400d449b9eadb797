import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// The old gateway's answers, and the calls that need it (PROTOCOL 2.8).
@Suite(.timeLimit(.minutes(5)), .watched)
struct GatewayClientTests {
    private static let name = "alipay_open_public_message_custom_send_response"
    private static let success = "{\"code\":\"10000\",\"msg\":\"Success\",\"url\":\"http:\\/\\/x\"}"

    private func credentials(_ cipher: ContentCipher? = nil) throws -> OpenAPICredentials {
        OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(try VectorKeys.verifying()),
            cipher: cipher
        )
    }

    /// An answer whose node is signed by `key`; nil leaves the signature out.
    private static func answer(
        _ node: String,
        name: String = name,
        key: String? = "alipay_platform",
        charset: Charset = .utf8
    ) throws -> OpenAPIResponse {
        let bytes = charset.encode(node)
        let sign = try key.map { ",\"sign\":\"\(try VectorKeys.signing($0).signBase64(bytes))\"" } ?? ""
        let body = Array("{\"\(name)\":".utf8) + bytes + Array("\(sign)}".utf8)
        return OpenAPIResponse(status: 200, headers: [], body: body)
    }

    private func call(_ response: OpenAPIResponse, cipher: ContentCipher? = nil) async throws -> [UInt8] {
        let client = GatewayClient(
            credentials: try credentials(cipher),
            transport: RecordingTransport(.success(response)),
            now: { Date(timeIntervalSince1970: 0) },
            executor: SigningExecutor(threads: 1)
        )
        return try await client.call(try GatewayCall(CustomMessage(userID: "2088102122458832", content: .text("你好"))))
    }

    private func refusal(_ response: OpenAPIResponse) async throws -> OpenAPIRefusal {
        do {
            _ = try await call(response)
        } catch OpenAPIError.refused(let refusal) {
            return refusal
        }
        throw OpenAPIError.unreadableAnswer(traceID: nil)
    }

    @Test func `a signed success is the bytes of its node`() async throws {
        #expect(try await call(try Self.answer(Self.success)) == Array(Self.success.utf8))
    }

    @Test(arguments: [nil, "attacker"] as [String?])
    func `a success that Alipay did not sign is not believed`(_ key: String?) async throws {
        let response = try Self.answer(Self.success, key: key)
        await #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) { try await call(response) }
    }

    @Test func `a signature of other bytes that mean the same does not hold`() async throws {
        let signed = try Self.answer(Self.success)
        let body = Array(String(decoding: signed.body, as: UTF8.self).replacing("\\/", with: "/").utf8)
        await #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) {
            try await call(OpenAPIResponse(status: 200, headers: [], body: body))
        }
    }

    @Test(
        arguments: [
            ("isv.MSG_SD_NOBEHAVIOR", "MSG_SD_NOBEHAVIOR", DeliveryAdvice.giveUp),
            ("isp.unknow-error", "unknow-error", .retry),
            ("isv.invalid-signature", "invalid-signature", .stopEverything),
            ("SYSTEM_ERROR", "SYSTEM_ERROR", .retry), ("isv.some-new-code", "some-new-code", .giveUp),
        ]
    )
    func `a refusal has the code of the v3 API`(_ wire: String, _ code: String, _ advice: DeliveryAdvice) async throws {
        let node = "{\"code\":\"40004\",\"msg\":\"Business Failed\",\"sub_code\":\"\(wire)\",\"sub_msg\":\"原因\"}"
        for name in [Self.name, "error_response"] {
            let refusal = try await refusal(try Self.answer(node, name: name))
            #expect(refusal.code == code)
            #expect(refusal.message == "原因")
            #expect(refusal.isAuthenticated)
            #expect(refusal.advice == advice)
            let unsigned = try await self.refusal(try Self.answer(node, name: name, key: nil))
            #expect(unsigned.code == code)
            #expect(!unsigned.isAuthenticated)
        }
    }

    @Test func `a refusal without a sub code is theirs or ours by its first digit`() async throws {
        let theirs = try await refusal(try Self.answer("{\"code\":\"20000\",\"msg\":\"x\"}", name: "error_response"))
        #expect(theirs.advice == .retry)
        let ours = try await refusal(try Self.answer("{\"code\":\"40002\",\"msg\":\"x\"}", name: "error_response"))
        #expect(ours.advice == .giveUp)
    }

    @Test func `an error in GBK is read although UTF-8 was asked for`() async throws {
        let node = "{\"code\":\"40002\",\"sub_code\":\"isv.invalid-signature\",\"sub_msg\":\"验签出错乗\"}"
        let refusal = try await refusal(try Self.answer(node, name: "error_response", charset: .gbk))
        #expect(refusal.message == "验签出错乗")
        #expect(refusal.isAuthenticated)
    }

    @Test func `an error node is no success, whatever it says`() async throws {
        let refusal = try await refusal(try Self.answer(Self.success, name: "error_response"))
        #expect(refusal.code == "10000")
    }

    @Test func `an encrypted node is verified as it came, then decrypted`() async throws {
        let cipher = try ContentCipher(base64: "aYA0GP8JEW+D7/UFaskCWA==")
        let encrypted = String(decoding: try cipher.encrypt(Array(Self.success.utf8)), as: UTF8.self)
        #expect(try await call(try Self.answer("\"\(encrypted)\""), cipher: cipher) == Array(Self.success.utf8))
        let unsigned = try Self.answer("\"\(encrypted)\"", key: nil)
        await #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) {
            try await call(unsigned, cipher: cipher)
        }
    }

    @Test(arguments: ["", "<html>", "{}", "[]", "{\"other_response\":{}}"])
    func `a page that is no answer is not believed`(_ body: String) async throws {
        let response = OpenAPIResponse(status: 200, headers: [], body: Array(body.utf8))
        await #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) { try await call(response) }
        let failed = OpenAPIResponse(status: 502, headers: [], body: Array(body.utf8))
        #expect(try await refusal(failed).advice == .retry)
    }

    @Test func `an encrypted call names its encryption, and a token is a parameter`() throws {
        let cipher = try ContentCipher(base64: "aYA0GP8JEW+D7/UFaskCWA==")
        let credentials = OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(try VectorKeys.verifying()),
            cipher: cipher,
            appAuthToken: "token-1"
        )
        let signed = try GatewaySigner(credentials).sign(GatewayCall(method: "m", content: "{\"a\":1}"), at: .now)
        let form = try NotificationForm(query: [], body: signed.body)
        #expect(form.text("encrypt_type") == "AES")
        #expect(form.text("app_auth_token") == "token-1")
        #expect(form.text("biz_content") == "fxrwh8KQEA96UJq+4LPuWg==")
        let message = form.joined { !$0.isNamed("sign") }
        #expect(try VectorKeys.verifying("app").isValid(base64: try #require(form.text("sign")), for: message))
        #expect(!"\(signed) \(GatewayCall(method: "m", content: "secret"))".contains("secret"))
    }

    @Test func `a picture is downloaded by its id`() async throws {
        let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 0x00, 0x7B]
        let transport = RecordingTransport(.success(OpenAPIResponse(status: 200, headers: [], body: picture)))
        let client = PictureClient(credentials: try credentials(), transport: transport, now: { .now })
        #expect(try await client.picture("a/b+c=") == picture)
        let sent = try #require(transport.requests.first)
        #expect(sent.uri == "/chat/multimedia.do?charset=UTF-8")
        let form = try NotificationForm(query: [], body: sent.body)
        #expect(form.text("method") == "alipay.mobile.public.multimedia.download")
        #expect(form.text("biz_content") == "{\"mediaId\":\"a/b+c=\"}")
    }

    @Test func `an error in place of a picture is a refusal, and nothing is no picture`() async throws {
        let node = "{\"code\":\"40004\",\"sub_code\":\"isv.invalid-parameter\"}"
        for (body, expected) in [(try Self.answer(node, name: "error_response").body, "invalid-parameter"), ([], nil)] {
            let transport = RecordingTransport(.success(OpenAPIResponse(status: 200, headers: [], body: body)))
            let client = PictureClient(credentials: try credentials(), transport: transport, now: { .now })
            do {
                _ = try await client.picture("x")
                Issue.record("no picture was there")
            } catch {
                #expect(error.code == expected ?? "unreadable-answer")
            }
        }
    }
}
