/// A message of the custom-send API (PROTOCOL 2.6).
public struct CustomMessage: Sendable, Hashable {
    /// Who gets it.
    public enum Recipient: Sendable, Hashable {
        /// A follower by the 2088… id, which notifications bring.
        case userID(String)
        /// A follower by open_id, for applications that moved to openid.
        case openID(String)
    }

    /// What is sent.
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

        /// Makes an item; `MessageLimits` says how long each part may be.
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

    /// The event that a message answers; it has an allowance of its own, and narrower limits (PROTOCOL 2.6).
    public enum EventType: String, Sendable, Hashable, CaseIterable {
        /// Within 5 minutes of a follow.
        case follow
        /// Within 5 minutes of a click.
        case click
        /// Once a day after opening the conversation.
        case enterChat = "enter_ppchat"
    }

    /// Who gets it.
    public var recipient: Recipient
    /// What is sent.
    public var content: Content
    /// The event that is answered; nil for the answer to a message.
    public var eventType: EventType?
    /// Whether it shows in the chat list in place of the account's page.
    ///
    /// False is the API's own default. What the platform wants for which event is not documented (PROTOCOL 2.6).
    public var showsInChatList: Bool

    /// Makes a message.
    ///
    /// - Parameters:
    ///   - recipient: who gets it.
    ///   - content: what is sent.
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
    ///   - content: what is sent.
    ///   - eventType: the event that is answered; nil for the answer to a message.
    ///   - showsInChatList: whether it shows in the chat list in place of the account's page.
    public init(userID: String, content: Content, eventType: EventType? = nil, showsInChatList: Bool = false) {
        self.init(to: .userID(userID), content: content, eventType: eventType, showsInChatList: showsInChatList)
    }

    /// The path of the API.
    public static let uri = "/v3/alipay/open/public/message/custom/send"
}
