internal import AlipayClient
internal import Foundation

/// Checks the Authorization of a call from the platform's side, with strings of its own (PROTOCOL 2.1).
struct AuthorizationCheck: Sendable {
    let appID: String
    let applicationKey: VerifyingKey

    /// The code of the refusal; nil when the call is well signed.
    func refusal(_ call: ReceivedCall) -> String? {
        guard let header = call.authorization, header.hasPrefix("ALIPAY-SHA256withRSA ") else {
            return "missing-signature"
        }
        let value = header.dropFirst("ALIPAY-SHA256withRSA ".count)
        guard let cut = value.range(of: ",sign=") else { return "missing-signature" }
        let signedPart = String(value[..<cut.lowerBound])
        var text = Array("\(signedPart)\n\(call.method)\n\(call.uri)\n".utf8)
        text += call.body
        text.append(0x0A)
        if let token = call.appAuthToken { text += Array("\(token)\n".utf8) }
        guard field("app_id", of: signedPart) == appID else { return "invalid-app-id" }
        guard applicationKey.isValid(base64: String(value[cut.upperBound...]), for: text) else {
            return "invalid-signature"
        }
        return nil
    }

    /// The nonce of a call, by which a repetition is noticed.
    func nonce(_ call: ReceivedCall) -> String? {
        call.authorization.flatMap { field("nonce", of: $0) }
    }

    private func field(_ name: String, of text: String) -> String? {
        text.split(whereSeparator: { $0 == "," || $0 == " " }).first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}

/// The parts of a call that are signed.
struct ReceivedCall: Sendable {
    let method: String
    let uri: String
    let authorization: String?
    let appAuthToken: String?
    let isEncrypted: Bool
    let body: [UInt8]
}
