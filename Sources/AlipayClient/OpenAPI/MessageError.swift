/// Why a message is not sent at all; none carries any of its text.
public enum MessageError: Error, Sendable, Hashable {
    /// The parts of a message, by their names in the API.
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
        /// An article's `image_url`; that of the first one, where it is missing.
        case imageURL = "image_url"
        /// An article's `url`.
        case url
        /// An article's `action_name`.
        case actionName = "action_name"
    }

    /// A part that must be there is missing or empty.
    case missing(Part)
    /// A part is longer than its limit, in the unit that `MessageLimits` gives.
    case tooLong(Part, limit: Int)
}

extension MessageError: CustomStringConvertible {
    /// Names the part and what is wrong with it.
    public var description: String {
        switch self {
        case .missing(let part): "\(part.rawValue) is missing"
        case .tooLong(let part, let limit): "\(part.rawValue) is over its limit of \(limit)"
        }
    }
}
