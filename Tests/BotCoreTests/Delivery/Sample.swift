import BotCore
import Foundation

/// What the tests of the core begin with.
enum Sample {
    static let wall = Date(timeIntervalSinceReferenceDate: 800_000_000)
    static let start = Duration.seconds(1_000)
    static let id = ReplyID(rawValue: 1)
    static let facts = DeliveryFacts(lastInteraction: wall)

    /// Both clocks, so many seconds after the start.
    static func reading(_ seconds: Double) -> ClockReading {
        ClockReading(wall: wall + seconds, monotonic: start + .seconds(seconds))
    }

    /// A reply as it is claimed the first time, five minutes before it expires.
    static func reply(_ number: Int64 = 1, _ change: (inout ClaimedReply) -> Void = { _ in }) -> ClaimedReply {
        var reply = ClaimedReply(id: ReplyID(rawValue: number), tries: 1, expires: wall + 300)
        change(&reply)
        return reply
    }

    /// The reason of a reply after such a refusal.
    static func reason(_ demand: DeliveryRefusal.Demand) -> DeliveryReason { .request(code: demand.rawValue) }

    /// A refusal that asks for something.
    static func refused(
        _ demand: DeliveryRefusal.Demand,
        after wait: Duration? = nil,
        tries: Int? = nil
    )
        -> DeliveryAnswer
    {
        .refused(DeliveryRefusal(code: demand.rawValue, demand: demand, retryAfter: wait, tries: tries))
    }
}
