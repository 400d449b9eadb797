public import Foundation

/// A reply as an operator sees it.
public struct ReplyRecord: Sendable, Hashable, Identifiable {
    /// A stage of a reply's life.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It waits to be sent.
        case queued
        /// A sender has claimed it.
        case sending
        /// The platform took it.
        case sent
        /// It was given up.
        case dead
    }

    /// Its number in the outbox.
    public let id: ReplyID
    /// The event that it answers.
    public let eventID: EventID
    /// The follower who gets it.
    public let userID: String
    /// How far it is.
    public let state: State
    /// Attempts so far.
    public let attempts: Int
    /// Attempts that may have reached the follower.
    public let ambiguousAttempts: Int
    /// Attempts under way when the process died; they are not among `attempts`.
    public let interruptedAttempts: Int
    /// When it was written.
    public let created: Date
    /// When it is, or was, tried next; while it is sent, the end of the lease.
    public let due: Date
    /// When it stops being worth sending.
    public let expires: Date
    /// When it was tried last.
    public let tried: Date?
    /// When it was sent or given up.
    public let settled: Date?
    /// The code of the last failure, or why it was given up.
    public let code: String?
    /// The code of the last failure before it was given up, where that is not the reason itself.
    public let failure: String?
    /// The id of the platform's answer, for its support.
    public let traceID: String?
    /// The JSON for the custom-send API.
    public let message: Data
}
