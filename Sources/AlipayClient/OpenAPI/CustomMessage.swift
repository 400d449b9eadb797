public import Foundation

/// A message of the custom-send API (PROTOCOL 2.6).
public struct CustomMessage: Sendable, Hashable {
    /// The recipients.
    public enum Recipient: Sendable, Hashable {
        /// A follower by the 2088… id of notifications.
        case userID(String)
        /// A follower by open_id, for applications that moved to openid.
        case openID(String)
    }

    /// The kinds of content.
    public enum Content: Sendable, Hashable {
        /// Plain text; the title is a field of the API whose effect is not documented.
        case text(String, title: String? = nil)
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

        /// Makes an item; `MessageLimits` limits the length of each part.
        ///
        /// - Parameters:
        ///   - title: the headline.
        ///   - description: the line below it.
        ///   - imageURL: the picture's address; pictures are uploaded in the console or by another API.
        ///   - url: where a tap leads.
        ///   - actionName: the label of the link.
        public init(title: String, description: String?, imageURL: String?, url: String, actionName: String?) {
            self.title = title
            self.description = description
            self.imageURL = imageURL
            self.url = url
            self.actionName = actionName
        }
    }

    /// The events that a message may name as its cause, with an allowance and time limits of their own (PROTOCOL 2.6).
    public enum EventType: String, Sendable, Hashable, CaseIterable {
        /// Within 5 minutes of a follow.
        case follow
        /// Within 5 minutes of a click.
        case click
        /// Once a day after opening the conversation.
        case enterChat = "enter_ppchat"
    }

    /// The recipient.
    public var recipient: Recipient
    /// The content.
    public var content: Content
    /// The event that is answered; nil for the answer to a message.
    public var eventType: EventType?
    /// Whether it shows in the chat list in place of the account's page.
    ///
    /// False is the API's default. The platform does not document the value for each event (PROTOCOL 2.6).
    public var showsInChatList: Bool

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - recipient: the recipient.
    ///   - content: the content.
    ///   - eventType: the event that is answered; nil for the answer to a message.
    ///   - showsInChatList: whether it shows in the chat list in place of the account's page.
    public init(
        to recipient: Recipient,
        content: Content,
        eventType: EventType? = nil,
        showsInChatList: Bool = false
    ) {
        self.recipient = recipient
        self.content = content
        self.eventType = eventType
        self.showsInChatList = showsInChatList
    }

    /// Makes a message to a follower by the 2088… id.
    ///
    /// - Parameters:
    ///   - userID: the follower's id.
    ///   - content: the content.
    ///   - eventType: the event that is answered; nil for the answer to a message.
    ///   - showsInChatList: whether it shows in the chat list in place of the account's page.
    public init(userID: String, content: Content, eventType: EventType? = nil, showsInChatList: Bool = false) {
        self.init(to: .userID(userID), content: content, eventType: eventType, showsInChatList: showsInChatList)
    }

    /// The path of the API.
    public static let uri = "/v3/alipay/open/public/message/custom/send"
}

extension CustomMessage {
    /// The reply to an event, which names the event where the API wants that (PROTOCOL 2.6).
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - date: when the reply is sent; after the event's time limit, the reply does not name it.
    ///   - content: the content.
    ///   - showsInChatList: whether it shows in the chat list in place of the account's page.
    public init(
        answering event: InboundEvent,
        at date: Date,
        content: Content,
        showsInChatList: Bool = false
    ) {
        self.init(
            to: .userID(event.userID),
            content: content,
            eventType: EventType(answering: event, at: date),
            showsInChatList: showsInChatList
        )
    }

    /// The same message as an ordinary one, which only needs an interaction in the last 48 hours.
    public var withoutEventType: CustomMessage {
        var message = self
        message.eventType = nil
        return message
    }
}

extension CustomMessage.EventType {
    /// The name of the event in its reply; nil for a message, which needs no name, and after the time limit.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - date: when the reply is sent.
    public init?(answering event: InboundEvent, at date: Date) {
        switch event.content {
        case .follow: self = .follow
        case .click: self = .click
        // The inbound name is `enter`, the outbound one is not.
        case .enter: self = .enterChat
        default: return nil
        }
        guard date <= deadline(for: event.created) else { return nil }
    }

    /// The time limit of a reply that names an event.
    ///
    /// - Parameter created: the time of the event, by Alipay's clock.
    /// - Returns: 5 minutes later for a follow and a click; for `enterChat` no limit is known.
    public func deadline(for created: Date) -> Date {
        switch self {
        case .follow, .click: created.addingTimeInterval(300)
        case .enterChat: .distantFuture
        }
    }
}

extension CustomMessage {
    /// The call that sends the message.
    ///
    /// - Parameter limits: upper bounds of a message.
    /// - Returns: the call, before encryption and signature.
    /// - Throws: `MessageError` for a message outside the limits, or `EncodingError`, which no text can cause.
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
