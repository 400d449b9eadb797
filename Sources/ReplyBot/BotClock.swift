internal import Foundation

/// The wall clock, and waiting by it.
///
/// Everything that needs time is given one.
protocol BotClock: Sendable {
    /// The current time.
    func now() -> Date

    /// Returns at `deadline`, at once when it has passed.
    func sleep(until deadline: Date) async throws
}

/// The machine's clock.
struct SystemClock: BotClock {
    func now() -> Date {
        Date()
    }

    func sleep(until deadline: Date) async throws {
        try await Task.sleep(for: .seconds(max(0, deadline.timeIntervalSinceNow)))
    }
}
