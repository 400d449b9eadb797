internal import Foundation
internal import ReplyStore

/// What came of a request.
struct ControlAnswer: Codable, Sendable, Hashable {
    /// What came of one entry.
    struct Result: Codable, Sendable, Hashable {
        /// The entry; nil where the request is about a follower.
        var number: QueueNumber?
        var outcome: ControlOutcome
    }

    /// Each entry, in the order of the request.
    var results: [Result] = []
    /// Until when a person answers.
    var until: Date?
    /// The longest hand-off that the rules allow, in seconds, where a longer one was asked for.
    var cap: Int?
    /// What was deleted of a follower.
    var forgotten: ForgottenFollower?
}
