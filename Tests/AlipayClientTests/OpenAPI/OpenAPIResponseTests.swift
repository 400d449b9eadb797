import TestSupport
import Testing

@testable import AlipayClient

/// Answers beyond the vectors (RELIABILITY T22).
@Suite(.timeLimit(.minutes(5)), .watched)
struct OpenAPIResponseTests {
    private static let aesKey = "aYA0GP8JEW+D7/UFaskCWA=="

    private static func verifier(encrypted: Bool = false) throws -> OpenAPIResponseVerifier {
        OpenAPIResponseVerifier(
            OpenAPICredentials(
                appID: SignedRequest.appID,
                signingKey: try VectorKeys.signing(),
                mode: .key(try VectorKeys.verifying()),
                cipher: encrypted ? try ContentCipher(base64: aesKey) : nil
            )
        )
    }

    private static func answer(
        _ body: [UInt8],
        status: Int = 200,
        key: String = "alipay_platform",
        signing signed: String? = nil,
        signature: String? = nil,
        extra: [(name: String, value: String)] = []
    ) throws -> OpenAPIResponse {
        let message = signed.map { Array($0.utf8) } ?? Array("1\nn\n".utf8) + body + [0x0A]
        let sign = try signature ?? VectorKeys.signing(key).signBase64(message)
        let headers = [(name: "alipay-timestamp", value: "1"), ("alipay-nonce", "n"), ("alipay-signature", sign)]
        return OpenAPIResponse(status: status, headers: headers + extra, body: body)
    }

    @Test(arguments: ["", "{}", "{ }\r\n", "\u{FEFF}{}", "你好"])
    func `the raw bytes of a body are what is signed`(_ body: String) throws {
        let answer = try Self.answer(Array(body.utf8))
        #expect(try Self.verifier().content(of: answer) == Array(body.utf8))
    }

    @Test(arguments: ["1\nn\n{}", "n\n1\n{}\n", "1\nn\n{}\n\n", "1\n\n{}\n", "{}", "1\nn\n{ }\n", "1\nn\n\n"])
    func `a signature over anything else is none`(_ signed: String) throws {
        let answer = try Self.answer(Array("{}".utf8), signing: signed)
        #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) {
            try Self.verifier().content(of: answer)
        }
    }

    @Test(arguments: ["app", "attacker", "alipay_platform_next"])
    func `a signature of another key is none`(_ key: String) throws {
        let answer = try Self.answer(Array("{}".utf8), key: key)
        #expect(throws: OpenAPIError.unverifiedAnswer(status: 200, traceID: nil)) {
            try Self.verifier().content(of: answer)
        }
    }

    @Test(arguments: ["", "null"], [(200, true), (204, true), (400, false), (500, false), (302, false)])
    func `an answer without a signature is no success, and no proof`(
        _ sign: String,
        _ status: (Int, isRefused: Bool)
    ) throws {
        let answer = try Self.answer(Array(#"{"code":"X"}"#.utf8), status: status.0, signature: sign)
        let error = #expect(throws: OpenAPIError.self) { try Self.verifier().content(of: answer) }
        if case .refused(let refusal) = error {
            #expect(!status.isRefused && !refusal.isAuthenticated && refusal.code == "X")
        } else {
            #expect(error == .unverifiedAnswer(status: status.0, traceID: nil) && status.isRefused)
        }
    }

    @Test func `an encrypted success is verified as it came, and then decrypted`() throws {
        let cipher = try ContentCipher(base64: Self.aesKey)
        let encrypted = try cipher.encrypt(Array(#"{"a":1}"#.utf8))
        let verifier = try Self.verifier(encrypted: true)
        #expect(try verifier.content(of: Self.answer(encrypted)) == Array(#"{"a":1}"#.utf8))
        #expect(try verifier.content(of: Self.answer([])) == [])
        #expect(try verifier.content(of: Self.answer(Array("{}".utf8))) == Array("{}".utf8))
        #expect(throws: OpenAPIError.unreadableAnswer(traceID: "t")) {
            try verifier.content(of: Self.answer(Array("nonsense".utf8), extra: [("ALIPAY-TRACE-ID", "t")]))
        }
    }

    @Test func `a signed refusal is never decrypted`() throws {
        let answer = try Self.answer(Array(#"{"code":"SYSTEM_ERROR"}"#.utf8), status: 500)
        let error = #expect(throws: OpenAPIError.self) { try Self.verifier(encrypted: true).content(of: answer) }
        #expect(error?.code == "SYSTEM_ERROR")
    }

    /// An error signed by a certificate that we lack was still no success: its code may guide a retry (PROTOCOL 2.3).
    @Test(arguments: [
        ("SYSTEM_ERROR", FailureClass.retry), ("invalid-signature", .retry), ("MSG_SD_NOBEHAVIOR", .refused),
    ])
    func `a refusal of an unknown certificate is read as unsigned`(_ code: String, _ expected: FailureClass) throws {
        let verifier = OpenAPIResponseVerifier(
            OpenAPICredentials(
                appID: SignedRequest.appID,
                signingKey: try VectorKeys.signing(),
                mode: .certificate(try VectorCertificates.identity())
            )
        )
        let unknown = [(name: "alipay-sn", value: "0")]
        for status in [400, 500, 302] {
            let answer = try Self.answer(Array(#"{"code":"\#(code)"}"#.utf8), status: status, extra: unknown)
            let error = #expect(throws: OpenAPIError.self) { try verifier.content(of: answer) }
            guard case .refused(let refusal) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(!refusal.isAuthenticated && refusal.code == code && refusal.failureClass == expected)
        }
        #expect(throws: OpenAPIError.unknownCertificate(serial: "0", traceID: nil)) {
            try verifier.content(of: Self.answer(Array("{}".utf8), extra: unknown))
        }
    }
}
