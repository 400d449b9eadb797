internal import Foundation

/// Finds out that the wall clock was set, and remembers which steps the store has not followed yet.
struct ClockWatch: Sendable, Hashable {
    private let tolerance: Duration
    private var last: ClockReading?
    private var lastStep: Duration?
    /// The steps that the stored times have not followed yet, the oldest first.
    private(set) var unfollowed: [ClockStep] = []

    init(tolerance: Duration) {
        self.tolerance = tolerance
    }

    /// Compares the clocks with the last look at them.
    mutating func look(_ reading: ClockReading) -> ClockStep? {
        defer { last = reading }
        guard let last else { return nil }
        let expected = last.wall.addingTimeInterval((reading.monotonic - last.monotonic) / .seconds(1))
        let seconds = reading.wall.timeIntervalSince(expected)
        guard abs(seconds) > tolerance / .seconds(1) else { return nil }
        let step = ClockStep(seconds: seconds, now: reading.wall)
        unfollowed.append(step)
        lastStep = reading.monotonic
        return step
    }

    /// Whether a step was found after that look at the clocks.
    func wasSet(since reading: ClockReading) -> Bool {
        lastStep.map { $0 >= reading.monotonic } ?? false
    }

    /// The store has followed the oldest step.
    mutating func followed() {
        if !unfollowed.isEmpty { unfollowed.removeFirst() }
    }
}
