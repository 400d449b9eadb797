import BotCore
import Foundation

/// A core with its own randomness; times are seconds after the start.
final class CoreUnderTest {
    private(set) var core: DeliveryCore
    private var random = SplitMix64(seed: 1)

    init(_ change: (inout DeliveryPolicy) -> Void = { _ in }) {
        var policy = DeliveryPolicy()
        change(&policy)
        core = DeliveryCore(policy: policy)
    }

    /// Reports an event and returns the effects, without alarms.
    func tell(_ event: DeliveryEvent, at seconds: Double = 0) -> [DeliveryEffect] {
        tell(event, at: Sample.reading(seconds))
    }

    /// Reports an event with clocks that need not agree, and returns the effects, without alarms.
    func tell(_ event: DeliveryEvent, at reading: ClockReading) -> [DeliveryEffect] {
        step(event, at: reading).filter { if case .wake = $0 { false } else { true } }
    }

    /// Reports an event and returns all effects.
    func step(_ event: DeliveryEvent, at reading: ClockReading) -> [DeliveryEffect] {
        core.step(event, at: reading, random: &random)
    }

    /// Lets it claim one reply, up to the check of the facts.
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

/// Values for the tests of the core.
enum Sample {
    static let wall = Date(timeIntervalSinceReferenceDate: 800_000_000)
    static let start = Duration.seconds(1_000)
    static let id = ReplyID(rawValue: 1)
    static let facts = DeliveryFacts(lastInteraction: wall)

    /// Both clocks, `seconds` after the start.
    static func reading(_ seconds: Double) -> ClockReading {
        ClockReading(wall: wall + seconds, monotonic: start + .seconds(seconds))
    }

    /// A reply at its first claim, five minutes before it expires.
    static func reply(_ number: Int64 = 1, _ change: (inout ClaimedReply) -> Void = { _ in }) -> ClaimedReply {
        var reply = ClaimedReply(id: ReplyID(rawValue: number), tries: 1, expires: wall + 300)
        change(&reply)
        return reply
    }

    /// The reason of a reply after such a failure.
    static func reason(_ kind: DeliveryFailure.Kind) -> DeliveryReason { .request(code: kind.rawValue) }

    /// A failed call, its kind for its code.
    static func failed(
        _ kind: DeliveryFailure.Kind,
        after wait: Duration? = nil,
        tries: Int? = nil
    ) -> DeliveryAnswer {
        .failed(DeliveryFailure(kind, code: kind.rawValue, retryAfter: wait, tries: tries))
    }
}
