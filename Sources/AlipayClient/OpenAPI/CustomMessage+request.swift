internal import Foundation

extension CustomMessage {
    /// The call that sends the message; its JSON is made here, once.
    ///
    /// - Parameter limits: what a message may at most be.
    /// - Returns: the call, before encryption and signature.
    /// - Throws: `MessageError` for a message that the platform would not take, or `EncodingError`, which no text can
    ///   cause.
    public func request(limits: MessageLimits = MessageLimits()) throws -> OpenAPIRequest {
        try limits.check(self)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return OpenAPIRequest(uri: CustomMessage.uri, body: [UInt8](try encoder.encode(Body(self))))
    }

    fileprivate struct Body: Encodable {
        struct Text: Encodable {
            let content: String
            let title: String?
        }

        struct Item: Encodable {
            let title: String
            let desc: String?
            let imageUrl: String?
            let url: String
            let actionName: String?

            enum CodingKeys: String, CodingKey {
                case title
                case desc
                case imageUrl = "image_url"
                case url
                case actionName = "action_name"
            }
        }

        let userID: String?
        let openID: String?
        let messageType: String
        let text: Text?
        let articles: [Item]?
        let eventType: String?
        let chat: String

        enum CodingKeys: String, CodingKey {
            case userID = "to_user_id"
            case openID = "open_id"
            case messageType = "msg_type"
            case text
            case articles
            case eventType = "event_type"
            case chat
        }

        init(_ message: CustomMessage) {
            switch message.recipient {
            case .userID(let id): (userID, openID) = (id, nil)
            case .openID(let id): (userID, openID) = (nil, id)
            }
            eventType = message.eventType?.rawValue
            chat = message.showsInChatList ? "1" : "0"
            switch message.content {
            case .text(let content, let title):
                messageType = "text"
                text = Text(content: content, title: title)
                articles = nil
            case .articles(let items):
                messageType = "image-text"
                text = nil
                articles = items.map { Item($0) }
            }
        }
    }
}

extension CustomMessage.Body.Item {
    fileprivate init(_ article: CustomMessage.Article) {
        self.init(
            title: article.title,
            desc: article.description,
            imageUrl: article.imageURL,
            url: article.url,
            actionName: article.actionName
        )
    }
}
