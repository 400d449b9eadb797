import Foundation

/// A request for replies to send.
struct ReplyClaim: Sendable {
    /// The most replies wanted.
    var limit: Int
    /// The present time.
    var now: Date
    /// When the replies may be claimed again.
    var leaseUntil: Date
    /// The fresh token that fences their outcomes.
    var token: LeaseToken
    /// The day on which the sends are counted.
    var day: String
    /// Which tries without an outcome may have reached the follower.
    var interrupted: InterruptedTries
}
