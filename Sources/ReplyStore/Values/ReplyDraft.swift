public import Foundation

/// A reply that a decision asks for.
public struct ReplyDraft: Sendable, Hashable {
    /// The JSON for the custom-send API, opaque to the store.
    public var message: Data
    /// When the reply stops being worth sending.
    public var expires: Date
    /// Who yields to whom when the follower's messages of the day run short.
    public var priority: ReplyPriority

    /// Drafts a reply.
    public init(message: Data, expires: Date, priority: ReplyPriority = .ordinary) {
        self.message = message
        self.expires = expires
        self.priority = priority
    }
}
