/// Upper bounds of a message (PROTOCOL 2.6).
///
/// The v3 schema names no sizes. The limits of a description and of a link's label are the platform's of 2014; the rest
/// are our own, above every readable message. The page of 2014 also allowed 4 articles in another kind of reply: set
/// `articles` to 4 where the platform refuses more.
public struct MessageLimits: Sendable, Hashable {
    /// Code points of an id.
    public var identifier = 128
    /// Code points of a text.
    public var text = 2_000
    /// Code points of a title.
    public var title = 64
    /// UTF-8 bytes of an article's description.
    public var descriptionBytes = 2_000
    /// Code points of the label of an article's link.
    public var actionName = 10
    /// Code points of an address.
    public var address = 1_024
    /// Articles in one message.
    public var articles = 10

    /// The limits above.
    public init() {}

    /// Checks a message before it costs a call.
    ///
    /// - Parameter message: the message.
    /// - Throws: `MessageError`, which names the part.
    public func check(_ message: CustomMessage) throws(MessageError) {
        switch message.recipient {
        case .userID(let id), .openID(let id): try check(id, as: .recipient, atMost: identifier, isRequired: true)
        }
        switch message.content {
        case .text(let content, let title):
            try check(content, as: .text, atMost: text, isRequired: true)
            try check(title, as: .title, atMost: self.title)
        case .articles(let articles): try check(articles)
        }
    }

    private func check(_ items: [CustomMessage.Article]) throws(MessageError) {
        guard !items.isEmpty else { throw .missing(.articles) }
        guard items.count <= articles else { throw .tooLong(.articles, limit: articles) }
        for item in items {
            try check(item.title, as: .title, atMost: title, isRequired: true)
            try check(item.url, as: .url, atMost: address, isRequired: true)
            try check(item.imageURL, as: .imageURL, atMost: address)
            try check(item.actionName, as: .actionName, atMost: actionName)
            guard item.description.map({ $0.utf8.count <= descriptionBytes }) != false else {
                throw .tooLong(.description, limit: descriptionBytes)
            }
        }
        // The platform requires a picture of several items, but not of one.
        guard items.count == 1 || items.first?.imageURL?.isEmpty == false else { throw .missing(.imageURL) }
    }

    private func check(
        _ value: String?,
        as part: MessageError.Part,
        atMost limit: Int,
        isRequired: Bool = false
    ) throws(MessageError) {
        guard !isRequired || value?.isEmpty == false else { throw .missing(part) }
        guard value.map({ $0.unicodeScalars.count <= limit }) != false else { throw .tooLong(part, limit: limit) }
    }
}

/// Why a message cannot be sent; contains none of its text.
public enum MessageError: Error, Sendable, Hashable {
    /// The parts of a message, with their names in the API.
    public enum Part: String, Sendable, Hashable, CaseIterable {
        /// `to_user_id` or `open_id`.
        case recipient
        /// `text.content`.
        case text
        /// The title of a text or of an article.
        case title
        /// `articles` itself.
        case articles
        /// An article's `desc`.
        case description = "desc"
        /// An article's `image_url`; only the first article must have one.
        case imageURL = "image_url"
        /// An article's `url`.
        case url
        /// An article's `action_name`.
        case actionName = "action_name"
    }

    /// A required part is missing or empty.
    case missing(Part)
    /// A part is longer than its limit, in the unit that `MessageLimits` gives.
    case tooLong(Part, limit: Int)
}

extension MessageError: CustomStringConvertible {
    /// The part and the mistake.
    public var description: String {
        switch self {
        case .missing(let part): "\(part.rawValue) is missing"
        case .tooLong(let part, let limit): "\(part.rawValue) is over its limit of \(limit)"
        }
    }
}
