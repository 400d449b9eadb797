package import BotCore
internal import Foundation

/// The wall clock, the monotonic clock, and sleeping; a parameter of everything that needs time.
package protocol BotClock: Sendable {
    /// Reads both clocks: the date, which may be set at any moment, and the time since a fixed instant.
    func reading() -> ClockReading

    /// Sleeps by the monotonic clock, so setting the wall clock changes nothing.
    func sleep(for duration: Duration) async throws
}

extension BotClock {
    func now() -> Date {
        reading().wall
    }

    /// Sleeps for the time that is left until `deadline` by the current wall clock.
    func sleep(until deadline: Date) async throws {
        try await sleep(for: .seconds(max(0, deadline.timeIntervalSince(now()))))
    }
}

/// The machine's clock.
package struct SystemClock: BotClock {
    private static let start = ContinuousClock.now

    package init() {}

    package func reading() -> ClockReading {
        ClockReading(wall: Date(), monotonic: SystemClock.start.duration(to: .now))
    }

    package func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}
