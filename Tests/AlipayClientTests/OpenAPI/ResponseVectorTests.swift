import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// An answer of the v3 API with the verdict on it.
struct ResponseVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let mode: String
    let status: Int
    let headers: [String: String]
    let body: String
    let plain: String
    let aesKey: String?
    let expect: String

    var testDescription: String { id }

    static func all() throws -> [ResponseVector] { try Vectors.decode("v3_responses.json") }

    static func expecting(_ verdict: String) throws -> [ResponseVector] {
        try all().filter { $0.expect == verdict }
    }

    static func named(_ id: String) throws -> ResponseVector { try #require(try all().first { $0.id == id }) }

    func response(renaming rename: (String) -> String = { $0 }) -> OpenAPIResponse {
        OpenAPIResponse(
            status: status,
            headers: headers.map { (name: rename($0.key), value: $0.value) },
            body: Array(body.utf8)
        )
    }

    func verifier(alipay certificates: [String] = ["alipayCertPublicKey"]) throws -> OpenAPIResponseVerifier {
        let mode: OpenAPICredentials.Mode =
            mode == "cert"
            ? .certificate(try VectorCertificates.identity(alipay: certificates)) : .key(try VectorKeys.verifying())
        return OpenAPIResponseVerifier(
            OpenAPICredentials(
                appID: SignedRequest.appID,
                signingKey: try VectorKeys.signing(),
                mode: mode,
                cipher: try aesKey.map { try ContentCipher(base64: $0) }
            )
        )
    }

    /// The error of reading the answer; nil when it is accepted.
    func error() throws -> OpenAPIError? {
        let verifier = try verifier()
        do throws(OpenAPIError) {
            _ = try verifier.content(of: response())
            return nil
        } catch {
            return error
        }
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct ResponseVectorTests {
    @Test(arguments: try ResponseVector.expecting("ok"))
    func `a genuine success is read`(_ vector: ResponseVector) throws {
        #expect(try vector.verifier().content(of: vector.response()) == Array(vector.plain.utf8))
    }

    @Test(
        arguments: try ResponseVector.expecting("ok"),
        [{ $0.lowercased() }, { $0.uppercased() }] as [@Sendable (String) -> String]
    )
    func `header names have no case`(_ vector: ResponseVector, _ rename: @Sendable (String) -> String) throws {
        let response = vector.response(renaming: rename)
        #expect(throws: Never.self) { try vector.verifier().content(of: response) }
    }

    @Test(arguments: try ResponseVector.expecting("reject"))
    func `an answer that is not Alipay's is refused, whatever it says`(_ vector: ResponseVector) throws {
        let trace = "0603331617156962044358274991886"
        #expect(try vector.error() == .unverifiedAnswer(status: vector.status, traceID: trace))
    }

    @Test(arguments: try ResponseVector.expecting("reject_unknown_cert"))
    func `an answer signed by an unknown certificate names it`(_ vector: ResponseVector) throws {
        let serial = try #require(vector.headers["alipay-sn"])
        let trace = "0603331617156962044358274991886"
        #expect(try vector.error() == .unknownCertificate(serial: serial, traceID: trace))
    }

    @Test func `a certificate beside its successor verifies both`() throws {
        let both = ["alipayCertPublicKey", "alipayCertPublicKey_next"]
        for id in ["cert_sn_absent", "cert_sn_unknown"] {
            let vector = try ResponseVector.named(id)
            #expect(throws: Never.self) { try vector.verifier(alipay: both).content(of: vector.response()) }
        }
    }

    @Test func `every verdict is tested`() throws {
        let tested = ["ok", "reject", "reject_unknown_cert", "error", "error_unauthenticated"]
        #expect(try ResponseVector.all().allSatisfy { tested.contains($0.expect) })
    }

    @Test(arguments: try ["error", "error_unauthenticated"].flatMap(ResponseVector.expecting))
    func `a refusal is read, and says whether it is signed`(_ vector: ResponseVector) throws {
        let isHTML = vector.id == "error_html_502"
        guard case .refused(let refusal) = try vector.error() else {
            Issue.record("not a refusal")
            return
        }
        #expect(refusal.status == vector.status)
        #expect(refusal.isAuthenticated == (vector.expect == "error"))
        #expect(refusal.code == (isHTML ? nil : "MSG_SD_OVER_TIME"))
        #expect(refusal.message == (isHTML ? nil : "超过规定时间，发送消息失败"))
        #expect(refusal.links.count == (isHTML ? 0 : 1))
    }
}
