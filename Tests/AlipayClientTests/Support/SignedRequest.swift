@testable import AlipayClient

/// A request as Alipay would send it, signed here so that tests can change any part.
struct SignedRequest {
    static let appID = "2021000000000001"

    /// Names and values in wire order, without `sign`.
    var parameters: [(name: String, value: [UInt8])]
    /// Replaces the signature over `parameters`.
    var signature: String?
    var signType = SignType.rsa2
    var key = "alipay_platform"

    /// A message with this XML.
    init(_ content: String, charset: Charset = .utf8, service: String = "alipay.mobile.public.message.notify") {
        self.init(bytes: charset.encode(content), charset: charset.rawValue, service: service)
    }

    init(bytes: [UInt8], charset: String, service: String = "alipay.mobile.public.message.notify") {
        parameters = [
            ("service", Array(service.utf8)), ("charset", Array(charset.utf8)), ("sign_type", Array("RSA2".utf8)),
            ("biz_content", bytes),
        ]
    }

    mutating func set(_ name: String, _ value: String) {
        parameters.removeAll { $0.name == name }
        parameters.append((name, Array(value.utf8)))
    }

    mutating func remove(_ name: String) {
        parameters.removeAll { $0.name == name }
    }

    func sign() throws -> String {
        let form = try NotificationForm(query: [], body: FormWriter.write(parameters))
        let message = NotificationVerifier.signatureBase(of: form, variant: .withEmptyValues)
        return try signature ?? VectorKeys.signing(key).signBase64(message, as: signType)
    }

    /// The request's body, signed.
    func body() throws -> [UInt8] {
        FormWriter.write(parameters + [("sign", Array(try sign().utf8))])
    }

    func form() throws -> NotificationForm {
        try NotificationForm(query: [], body: try body())
    }

    /// The request verified with Alipay's key and RSA2.
    func verify() throws -> VerifiedNotification {
        try NotificationVerifier(keys: [try VectorKeys.verifying()]).verify(try form())
    }

    func event() throws -> InboundEvent {
        try InboundEvent(try verify(), appID: SignedRequest.appID)
    }
}
