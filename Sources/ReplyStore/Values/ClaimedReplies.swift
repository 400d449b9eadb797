public import Foundation

/// What a claim brought.
public struct ClaimedReplies: Sendable, Hashable {
    /// The replies that are ours now, the longest waiting first.
    public let replies: [QueuedReply]
    /// When the next reply becomes claimable, as of this claim; nil when no other one is open.
    public let nextDue: Date?
}
