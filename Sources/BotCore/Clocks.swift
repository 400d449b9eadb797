package import Foundation

/// Both clocks, read at one moment.
///
/// The wall clock may be set at any moment, so it is compared with stored times only. Durations within the process are
/// measured by the monotonic clock, which also counts the time that the machine sleeps.
package struct ClockReading: Sendable, Hashable {
    /// The date and time; the store keeps its times by this clock.
    package let wall: Date
    /// The time since a fixed instant of the past.
    package let monotonic: Duration

    package init(wall: Date, monotonic: Duration) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// The monotonic time of a stored time.
    func monotonic(at date: Date) -> Duration {
        monotonic + .seconds(date.timeIntervalSince(wall))
    }
}

/// A step of the wall clock, and how stored times follow it (RELIABILITY 3.7).
package struct ClockStep: Sendable, Hashable {
    /// The size in seconds; negative when the clock was set back.
    package let seconds: TimeInterval

    package init(seconds: TimeInterval) {
        self.seconds = seconds
    }

    /// The limit between times written before the step and times written after it.
    ///
    /// Times before the step lie after this limit if the clock was set back, else before it. After a step back this is
    /// certain for anything younger than the step; after a step forward, if the store asks within half of it.
    package func limit(askedAt now: Date) -> Date {
        seconds < 0 ? now : now.addingTimeInterval(-seconds / 2)
    }

    /// Whether a stored time was written before the step.
    package func follows(_ written: Date, askedAt now: Date) -> Bool {
        seconds < 0 ? written > limit(askedAt: now) : written < limit(askedAt: now)
    }

    /// A stored time as the clock would have written it after the step.
    package func shifted(_ date: Date) -> Date {
        date.addingTimeInterval(seconds)
    }
}

/// Detects steps of the wall clock, and keeps each one until the stored times have followed it.
struct ClockWatch: Sendable, Hashable {
    private let tolerance: Duration
    private var last: ClockReading?
    private var lastStep: Duration?
    /// Steps that the stored times have not followed, oldest first.
    private(set) var unfollowed: [ClockStep] = []

    init(tolerance: Duration) {
        self.tolerance = tolerance
    }

    /// Compares a reading with the previous one; returns the step between them, if any.
    mutating func look(_ reading: ClockReading) -> ClockStep? {
        defer { last = reading }
        guard let last else { return nil }
        let expected = last.wall.addingTimeInterval((reading.monotonic - last.monotonic) / .seconds(1))
        let seconds = reading.wall.timeIntervalSince(expected)
        guard abs(seconds) > tolerance / .seconds(1) else { return nil }
        let step = ClockStep(seconds: seconds)
        unfollowed.append(step)
        lastStep = reading.monotonic
        return step
    }

    /// Whether a step was detected since that reading.
    func wasSet(since reading: ClockReading) -> Bool {
        lastStep.map { $0 >= reading.monotonic } ?? false
    }

    /// The store has followed the oldest step.
    mutating func followed() {
        if !unfollowed.isEmpty { unfollowed.removeFirst() }
    }
}
