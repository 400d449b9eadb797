internal import Foundation

/// A message of the custom-send API (PROTOCOL 2.6).
public struct CustomMessage: Sendable, Hashable {
    /// What is sent.
    public enum Content: Sendable, Hashable {
        /// Plain text.
        case text(String)
        /// Linked items with pictures.
        case articles([Article])
    }

    /// One item of an image-text message.
    public struct Article: Sendable, Hashable {
        /// The headline.
        public var title: String
        /// The line below it.
        public var description: String?
        /// The picture's address; the first of several items needs one.
        public var imageURL: String?
        /// Where a tap leads.
        public var url: String
        /// The label of the link.
        public var actionName: String?

        /// Makes an item.
        public init(title: String, description: String?, imageURL: String?, url: String, actionName: String?) {
            self.title = title
            self.description = description
            self.imageURL = imageURL
            self.url = url
            self.actionName = actionName
        }
    }

    /// The event that a message answers; it has an allowance of its own, and narrower limits (PROTOCOL 2.6).
    public enum EventType: String, Sendable, Hashable, CaseIterable {
        /// Within 5 minutes of a follow.
        case follow
        /// Within 5 minutes of a click.
        case click
        /// Once a day after opening the conversation.
        case enterChat = "enter_ppchat"
    }

    /// The follower's 2088… id.
    public var userID: String
    /// What is sent.
    public var content: Content
    /// The event that is answered; nil for the answer to a message.
    public var eventType: EventType?
    /// Whether it shows in the chat list in place of the account's page.
    public var showsInChatList: Bool

    /// Makes a message.
    public init(userID: String, content: Content, eventType: EventType? = nil, showsInChatList: Bool = false) {
        self.userID = userID
        self.content = content
        self.eventType = eventType
        self.showsInChatList = showsInChatList
    }

    /// The path of the API.
    public static let uri = "/v3/alipay/open/public/message/custom/send"
}

extension CustomMessage {
    /// The call that sends the message; its JSON is made here, once.
    ///
    /// - Throws: `EncodingError`, which no text can cause.
    public func request() throws -> OpenAPIRequest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return OpenAPIRequest(uri: CustomMessage.uri, body: [UInt8](try encoder.encode(Body(self))))
    }

    fileprivate struct Body: Encodable {
        struct Text: Encodable {
            let content: String
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

        let userID: String
        let messageType: String
        let text: Text?
        let articles: [Item]?
        let eventType: String?
        let chat: String

        enum CodingKeys: String, CodingKey {
            case userID = "to_user_id"
            case messageType = "msg_type"
            case text
            case articles
            case eventType = "event_type"
            case chat
        }

        init(_ message: CustomMessage) {
            userID = message.userID
            eventType = message.eventType?.rawValue
            chat = message.showsInChatList ? "1" : "0"
            switch message.content {
            case .text(let content):
                messageType = "text"
                text = Text(content: content)
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
