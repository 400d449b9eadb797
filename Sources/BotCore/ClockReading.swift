public import Foundation

/// One look at both clocks: what time it is, and how much time has passed.
///
/// The wall clock may be set at any moment. It is compared with stored times only; whatever is measured while the
/// process runs is measured by the monotonic clock, which also counts the time that the machine sleeps.
public struct ClockReading: Sendable, Hashable {
    /// The date and time, by which the store keeps its times.
    public let wall: Date
    /// The time since a fixed instant of the past.
    public let monotonic: Duration

    /// A look at both clocks.
    public init(wall: Date, monotonic: Duration) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// When a stored time comes, by the monotonic clock.
    func monotonic(at date: Date) -> Duration {
        monotonic + .seconds(date.timeIntervalSince(wall))
    }
}
