public import Foundation

/// A call of custom send as the simulated API saw it.
public struct ReceivedSend: Sendable, Hashable {
    /// To whom.
    public let userID: String
    /// `text` or `image-text`.
    public let messageType: String
    /// The text, or title and address of each item.
    public let text: String
    /// The event that the message says it answers.
    public let eventType: String?
    /// When it came.
    public let received: Date
    /// The code of the refusal; nil when the follower got the message.
    public let refusal: String?

    /// Describes a call.
    public init(
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
