internal import DeliveryCore
internal import Foundation

/// The wall clock, the time that passes, and waiting.
///
/// Everything that needs time is given one.
protocol BotClock: Sendable {
    /// Both clocks: the date, which may be set at any moment, and the time since a fixed instant.
    func reading() -> ClockReading

    /// Returns after that time, however the wall clock is set meanwhile.
    func sleep(for duration: Duration) async throws
}

extension BotClock {
    /// The current date.
    func now() -> Date {
        reading().wall
    }

    /// Returns when the time until `deadline`, as it is now, has passed.
    func sleep(until deadline: Date) async throws {
        try await sleep(for: .seconds(max(0, deadline.timeIntervalSince(now()))))
    }
}

/// The machine's clock.
struct SystemClock: BotClock {
    private static let start = ContinuousClock.now

    func reading() -> ClockReading {
        ClockReading(wall: Date(), monotonic: SystemClock.start.duration(to: .now))
    }

    func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration, clock: .continuous)
    }
}
