internal import AlipayClient
package import Foundation

/// A call of the simulated API.
struct ReceivedCall: Sendable {
    let method: String
    let uri: String
    let authorization: String?
    let appAuthToken: String?
    let isEncrypted: Bool
    let body: [UInt8]
}

/// Checks the Authorization of a call as the platform does, independently of `OpenAPISigner` (PROTOCOL 2.1).
struct AuthorizationCheck: Sendable {
    let appID: String
    let applicationKey: VerifyingKey

    /// The code of the refusal; nil when the signature is valid.
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

    /// The nonce of a call, which reveals a repetition.
    func nonce(_ call: ReceivedCall) -> String? {
        call.authorization.flatMap { field("nonce", of: $0) }
    }

    private func field(_ name: String, of text: String) -> String? {
        text.split(whereSeparator: { $0 == "," || $0 == " " }).first { $0.hasPrefix("\(name)=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}

/// A call of custom send as received by the simulated API.
package struct ReceivedSend: Sendable, Hashable {
    /// The recipient.
    package let userID: String
    /// `text` or `image-text`.
    package let messageType: String
    /// The text, or title and address of each item.
    package let text: String
    /// The event that the message says it answers.
    package let eventType: String?
    /// The time of its arrival.
    package let received: Date
    /// The code of the refusal; nil when the follower got the message.
    package let refusal: String?

    package init(
        userID: String,
        messageType: String,
        text: String,
        eventType: String?,
        received: Date,
        refusal: String?
    ) {
        self.userID = userID
        self.messageType = messageType
        self.text = text
        self.eventType = eventType
        self.received = received
        self.refusal = refusal
    }
}

/// The JSON of custom send as the platform documents it (PROTOCOL 2.6).
struct CustomSendBody: Decodable {
    struct Text: Decodable {
        let content: String
    }

    struct Article: Decodable {
        let title: String
        let url: String
    }

    let toUserId: String
    let msgType: String
    let text: Text?
    let articles: [Article]?
    let eventType: String?

    enum CodingKeys: String, CodingKey {
        case toUserId = "to_user_id"
        case msgType = "msg_type"
        case text
        case articles
        case eventType = "event_type"
    }

    var plainText: String {
        text?.content ?? (articles ?? []).map { "\($0.title)\n\($0.url)" }.joined(separator: "\n")
    }
}
