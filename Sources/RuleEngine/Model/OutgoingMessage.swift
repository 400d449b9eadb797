/// A message to a follower, with every variable filled.
public enum OutgoingMessage: Sendable, Hashable, Codable {
    /// One item of an image-text message.
    public struct Article: Sendable, Hashable, Codable {
        /// The headline.
        public var title: String
        /// The line below it.
        public var description: String?
        /// The picture's address.
        public var image: String?
        /// The address that a tap opens.
        public var url: String
        /// The label of the link.
        public var action: String?

        /// Makes an item.
        public init(title: String, description: String?, image: String?, url: String, action: String?) {
            self.title = title
            self.description = description
            self.image = image
            self.url = url
            self.action = action
        }
    }

    case text(String)
    case articles([Article])

    /// The readable text, for `reply_contains` and terminals.
    public var plainText: String {
        switch self {
        case .text(let text): text
        case .articles(let articles):
            articles.map { [$0.title, $0.description, $0.url].compactMap(\.self).joined(separator: "\n") }
                .joined(separator: "\n")
        }
    }
}
