internal import Foundation

/// How far an event's own time may be from the time of its delivery (`alipay.max_event_age`, RELIABILITY T4).
struct EventFreshness: Sendable {
    /// Seconds that an event may be old; 0 lets every event pass.
    var maximumAge = 600
    /// Seconds that an event may seem to come from the future.
    var maximumLead = 300

    /// Whether an event is too old, or too far in the future, to be answered.
    func isStale(created: Date, received: Date) -> Bool {
        guard maximumAge > 0 else { return false }
        let age = received.timeIntervalSince(created)
        return age > Double(maximumAge) || -age > Double(maximumLead)
    }
}
