public import Foundation

/// A reply that a decision asks for.
public struct ReplyDraft: Sendable, Hashable {
    /// The JSON for the custom-send API, opaque to the store.
    public var message: Data
    /// When the reply stops being worth sending.
    public var expires: Date

    /// Drafts a reply.
    public init(message: Data, expires: Date) {
        self.message = message
        self.expires = expires
    }
}
