import Testing

@testable import AlipayClient

/// A request to the gateway with the verdict that independent implementations agree on.
struct InboundVector: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let bodyFile: String
    let charsetParam: String
    let signType: String
    let verifyWith: String
    let expectVerified: Bool
    let stringToSignHex: String
    let sign: String
    let bizContentUtf8: String

    var testDescription: String { id }

    static func all() throws -> [InboundVector] { try Vectors.decode("inbound.json") }

    static func verified() throws -> [InboundVector] { try all().filter(\.expectVerified) }

    static func named(_ id: String) throws -> InboundVector {
        try #require(try all().first { $0.id == id })
    }

    func form() throws -> NotificationForm {
        try NotificationForm(query: [], body: try Vectors.bytes(bodyFile))
    }

    func verify() throws -> VerifiedNotification {
        let key = try VectorKeys.verifying(VectorKeys.name(inPath: verifyWith))
        let type = try #require(SignType(rawValue: signType))
        return try NotificationVerifier(keys: [key], signType: type).verify(try form())
    }

    func event() throws -> InboundEvent {
        try InboundEvent(try verify(), appID: SignedRequest.appID)
    }
}
