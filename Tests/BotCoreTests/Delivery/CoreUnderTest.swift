import BotCore
import Foundation

/// A core with its own dice, told things at so many seconds after the start.
final class CoreUnderTest {
    private(set) var core: DeliveryCore
    private var random = SplitMix64(seed: 1)

    init(_ change: (inout DeliveryPolicy) -> Void = { _ in }) {
        var policy = DeliveryPolicy()
        change(&policy)
        core = DeliveryCore(policy: policy)
    }

    /// Tells it something, and returns what it wants done, alarms left out.
    func tell(_ event: DeliveryEvent, at seconds: Double = 0) -> [DeliveryEffect] {
        tell(event, at: Sample.reading(seconds))
    }

    /// Tells it something at a time that the clocks need not agree about.
    func tell(_ event: DeliveryEvent, at reading: ClockReading) -> [DeliveryEffect] {
        step(event, at: reading).filter { if case .wake = $0 { false } else { true } }
    }

    /// Tells it something, and returns all that it wants done.
    func step(_ event: DeliveryEvent, at reading: ClockReading) -> [DeliveryEffect] {
        core.step(event, at: reading, random: &random)
    }

    /// Lets it claim one reply, which is then looked at.
    func claim(_ reply: ClaimedReply, at seconds: Double = 0) {
        _ = tell(.woken, at: seconds)
        _ = tell(.claimed([reply], nextDue: nil, at: Sample.reading(seconds)), at: seconds)
    }

    /// Lets it claim a reply and send it.
    func send(_ reply: ClaimedReply, at seconds: Double = 0) {
        claim(reply, at: seconds)
        _ = tell(.facts(reply.id, Sample.facts), at: seconds)
    }
}
