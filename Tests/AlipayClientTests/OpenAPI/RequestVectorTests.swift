import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// A call of the v3 API: a fixed key, nonce and time give one Authorization header.
struct RequestVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let method: String
    let uri: String
    let plainBody: String
    let wireBody: String
    let appId: String
    let nonce: String
    let timestamp: String
    let appCertSn: String?
    let appAuthToken: String?
    let aesKey: String?
    let privateKey: String
    let headers: [String: String]

    var testDescription: String { id }

    static func all() throws -> [RequestVector] { try Vectors.decode("v3_requests.json") }

    func credentials() throws -> OpenAPICredentials {
        OpenAPICredentials(
            appID: appId,
            signingKey: try VectorKeys.signing(VectorKeys.name(inPath: privateKey)),
            mode: appCertSn == nil
                ? .key(try VectorKeys.verifying()) : .certificate(try VectorCertificates.identity()),
            cipher: try aesKey.map { try ContentCipher(base64: $0) },
            appAuthToken: appAuthToken
        )
    }

    func sign() throws -> SignedOpenAPIRequest {
        let milliseconds = try #require(Double(timestamp))
        return try OpenAPISigner(try credentials())
            .sign(
                OpenAPIRequest(method: method, uri: uri, body: Array(plainBody.utf8)),
                nonce: nonce,
                at: Date(timeIntervalSince1970: milliseconds / 1_000),
                requestID: "request-1"
            )
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct RequestVectorTests {
    @Test(arguments: try RequestVector.all())
    func `a call is signed as every implementation signs it`(_ vector: RequestVector) throws {
        let signed = try vector.sign()
        let headers = Dictionary(signed.headers.map { ($0.name, $0.value) }) { first, _ in first }
        let always = ["Accept": "application/json", "alipay-request-id": "request-1"]
        #expect(headers == vector.headers.merging(always) { ours, _ in ours })
        #expect(headers.count == signed.headers.count, "no header twice")
        #expect(signed.body == Array(vector.wireBody.utf8))
        #expect(signed.uri == vector.uri)
        #expect(signed.method == vector.method)
    }

    @Test(arguments: try RequestVector.all().filter { $0.appCertSn != nil })
    func `certificate mode names the application's certificate`(_ vector: RequestVector) throws {
        #expect(try VectorCertificates.identity().appCertificateSerial == vector.appCertSn)
    }

    @Test func `an empty body is not encrypted`() throws {
        let vector = try #require(try RequestVector.all().first { $0.id == "post_aes128" })
        let signed = try OpenAPISigner(try vector.credentials())
            .sign(OpenAPIRequest(uri: "/v3/x", body: []), nonce: "n", at: .distantPast, requestID: "r")
        #expect(signed.body.isEmpty)
        #expect(!signed.headers.contains { $0.name == "alipay-encrypt-type" })
        #expect(signed.headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
    }
}
