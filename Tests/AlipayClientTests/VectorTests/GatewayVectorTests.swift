import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// A call of the old gateway.do form.
struct GatewayVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let params: [String: String]
    let stringToSign: String
    let sign: String
    let privateKey: String
    let charset: String

    var testDescription: String { id }

    static func all() throws -> [GatewayVector] { try Vectors.decode("v2_gateway.json") }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct GatewayVectorTests {
    @Test(arguments: try GatewayVector.all())
    func `a text is signed in the bytes of its character set`(_ vector: GatewayVector) throws {
        let charset = try #require(Charset(name: vector.charset))
        let name = VectorKeys.name(inPath: vector.privateKey)
        let message = charset.encode(vector.stringToSign)
        #expect(try VectorKeys.signing(name).signBase64(message) == vector.sign)
        #expect(try VectorKeys.verifying(name).isValid(base64: vector.sign, for: message))
    }

    @Test(arguments: try GatewayVector.all())
    func `the text to sign is made from the parameters`(_ vector: GatewayVector) throws {
        let charset = try #require(Charset(name: vector.charset))
        let parameters = GatewayParameters(vector.params.map { ($0.key, $0.value) }, in: charset)
        #expect(parameters.textToSign == charset.encode(vector.stringToSign))
    }

    @Test(arguments: try GatewayVector.all())
    func `a call is signed and sent as every implementation does`(_ vector: GatewayVector) throws {
        let charset = try #require(Charset(name: vector.charset))
        let credentials = OpenAPICredentials(
            appID: try #require(vector.params["app_id"]),
            signingKey: try VectorKeys.signing(VectorKeys.name(inPath: vector.privateKey)),
            mode: vector.params["app_cert_sn"] == nil
                ? .key(try VectorKeys.verifying()) : .certificate(try VectorCertificates.identity())
        )
        let call = GatewayCall(
            method: try #require(vector.params["method"]),
            content: try #require(vector.params["biz_content"])
        )
        // 2024-01-01 12:00:00 at the platform.
        let signed = try GatewaySigner(credentials, charset: charset)
            .sign(call, at: Date(timeIntervalSince1970: 1_704_081_600))
        #expect(signed.uri == "/gateway.do?charset=\(vector.charset)")
        let sent = try FormDecoder.decode(signed.body)
            .map { (String(decoding: $0.name, as: UTF8.self), try #require(charset.decode($0.value))) }
        var expected = vector.params.filter { !$0.value.isEmpty }
        expected["sign"] = vector.sign
        #expect(Dictionary(sent) { first, _ in first } == expected)
        #expect(sent.count == expected.count)
    }
}
