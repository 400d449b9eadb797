import Foundation
import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct KeySecrecyTests {
    private static let aesKey = "aYA0GP8JEW+D7/UFaskCWA=="
    private static let token = "202400BBtokenexample"

    private static func credentials() throws -> OpenAPICredentials {
        OpenAPICredentials(
            appID: SignedRequest.appID,
            signingKey: try VectorKeys.signing(),
            mode: .key(try VectorKeys.verifying()),
            cipher: try ContentCipher(base64: aesKey),
            appAuthToken: token
        )
    }

    /// Every way of turning a value into text.
    private static func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            "\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])",
            "\(["key": value])", "\(Optional.some(value) as Any)", "\(Mirror(reflecting: value).children.map(\.value))",
        ]
    }

    @Test func `secret values say what they are, and nothing more`() throws {
        let values: [(any CustomStringConvertible & CustomReflectable, String)] = [
            (try VectorKeys.signing(), "SigningKey(<REDACTED>)"),
            (try ContentCipher(base64: Self.aesKey), "ContentCipher(<REDACTED>)"),
            (try Self.credentials(), "OpenAPICredentials(2021000000000001, <REDACTED>)"),
        ]
        for (value, text) in values {
            #expect("\(value)" == text)
            #expect(String(reflecting: value) == text)
            #expect(Mirror(reflecting: value).children.isEmpty)
            var dumped = ""
            dump(value, to: &dumped)
            #expect(dumped == "- \(text)\n")
        }
    }

    @Test func `nothing that holds a secret shows it`() throws {
        let credentials = try Self.credentials()
        let signed = try OpenAPISigner(credentials)
            .sign(OpenAPIRequest(uri: "/v3/x", body: Array("{}".utf8)), nonce: "n", at: .distantPast, requestID: "r")
        let holders: [Any] = [
            credentials, credentials.signingKey, try ContentCipher(base64: Self.aesKey), OpenAPISigner(credentials),
            OpenAPIResponseVerifier(credentials), try Acknowledgement(key: credentials.signingKey), signed,
        ]
        let secrets = try Self.secrets()
        for holder in holders {
            for text in Self.texts(of: holder) {
                #expect(!secrets.contains { text.contains($0) }, "\(type(of: holder))")
            }
        }
    }

    @Test func `no error of a key repeats its text`() throws {
        let secret = try VectorKeys.base64("app.pkcs8")
        let pasted = ["\(secret)?", String(secret.dropLast(400)), "secret\(secret)"]
        for text in pasted {
            let error = #expect(throws: KeyError.self) { try SigningKey(text) }
            let words = Self.texts(of: try #require(error)).joined()
            #expect(!words.contains(secret.prefix(20)) && !words.contains("secret"))
        }
    }

    /// Pieces of the secrets, in the forms of a leak.
    private static func secrets() throws -> [String] {
        let key = [UInt8](try #require(Data(base64Encoded: aesKey)))
        let der = try VectorKeys.der("app.pkcs8")
        let base64 = try VectorKeys.base64("app.pkcs8")
        let exported = try VectorKeys.base64("app.pkcs1")
        let numbers = [key, der.suffix(16)].map { bytes in bytes.map { "\($0)" }.joined(separator: ", ") }
        let ends = [base64, exported].flatMap { [String($0.prefix(60)), String($0.suffix(60))] }
        return [token, aesKey] + numbers + ends
    }
}
