internal import Foundation

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
}
