public import Foundation

/// A follower whom a person, not the bot, answers.
public struct HandoffRecord: Sendable, Hashable {
    /// The follower.
    public let userID: String
    /// Until when.
    public let until: Date
    /// The latest event of the follower.
    public let lastInteraction: Date
}
