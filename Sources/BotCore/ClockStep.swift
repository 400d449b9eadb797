public import Foundation

/// A moment at which the wall clock was set.
public struct ClockStep: Sendable, Hashable {
    /// By how many seconds; negative when it was set back.
    public let seconds: TimeInterval
    /// The time afterwards.
    public let now: Date

    /// A step of the wall clock.
    public init(seconds: TimeInterval, now: Date) {
        self.seconds = seconds
        self.now = now
    }

    /// Whether something that was written at that time was written by the clock as it went before the step.
    ///
    /// `now` is when the store asks. After a step back this is sure for what is younger than the step; after a step
    /// forward, if the store asks within half of it.
    public func follows(_ written: Date, asked now: Date) -> Bool {
        seconds < 0 ? written > now : written < now.addingTimeInterval(-seconds / 2)
    }

    /// A stored time, as it would have been written by the clock as it goes now.
    public func shifted(_ date: Date) -> Date {
        date.addingTimeInterval(seconds)
    }
}
