public import Foundation

/// How far the wall clock was set, and with it what is to be done about stored times (RELIABILITY 3.7).
public struct ClockChange: Sendable, Hashable {
    /// By how many seconds; negative when it was set back.
    public var seconds: TimeInterval

    /// A change of the clock.
    public init(seconds: TimeInterval) {
        self.seconds = seconds
    }

    /// What was written after (set back) or before (set forward) this moment was written by the clock as it went then.
    func limit(askedAt now: Date) -> Date {
        seconds < 0 ? now : now.addingTimeInterval(-seconds / 2)
    }
}
