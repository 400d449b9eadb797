import Testing

@testable import AlipayClient

/// A signature of the old gateway.do form, of which the bot uses the algorithm alone.
struct GatewayVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let stringToSign: String
    let sign: String
    let privateKey: String
    let charset: String

    var testDescription: String { id }

    static func all() throws -> [GatewayVector] { try Vectors.decode("v2_gateway.json") }
}

struct GatewayVectorTests {
    @Test(arguments: try GatewayVector.all())
    func `a text is signed in the bytes of its character set`(_ vector: GatewayVector) throws {
        let charset = try #require(Charset(name: vector.charset))
        let name = VectorKeys.name(inPath: vector.privateKey)
        let message = charset.encode(vector.stringToSign)
        #expect(try VectorKeys.signing(name).signBase64(message) == vector.sign)
        #expect(try VectorKeys.verifying(name).isValid(base64: vector.sign, for: message))
    }
}
