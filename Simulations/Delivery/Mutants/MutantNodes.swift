import BotCore
import Foundation

/// Believes that its leases last.
final class CarelessNode: SimulatedNode {
    override func claimTime(asked: ClockReading) -> ClockReading {
        ClockReading(wall: asked.wall.addingTimeInterval(1_000), monotonic: asked.monotonic + .seconds(1_000))
    }

    override func mayBegin(until: Duration) -> Bool { true }
}

/// Measures its leases by a clock that is set.
final class WallClockNode: SimulatedNode {
    override func reading() -> ClockReading {
        let reading = super.reading()
        return ClockReading(
            wall: reading.wall.addingTimeInterval(ownClockOffset),
            monotonic: reading.monotonic + .seconds(ownClockOffset)
        )
    }
}

/// Acknowledges an event before the store has it.
final class HastyNode: SimulatedNode {
    override var acknowledgesFirst: Bool { true }
}

/// Takes an uncertain end for a refusal.
final class HopefulNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        guard case .answered(let number, .ambiguous(let code)) = event else { return event }
        return .answered(number, .refused(DeliveryRefusal(code: code, demand: .retry, isSigned: false)))
    }
}

/// Takes an answer without a good signature for a lost one.
final class TrustingNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        guard case .answered(let number, .unproven(let code)) = event else { return event }
        return .answered(number, .ambiguous(code: code))
    }
}

/// Takes a wrong key for a passing trouble.
final class TirelessNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.stopEverything, to: .retry)
    }
}

/// Takes a complaint about the rate for one message's trouble.
final class PushyNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.slowDown, to: .retry)
    }
}

/// Believes that replies are worth sending an hour longer.
final class LateNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        guard case .claimed(let replies, let nextDue, let time) = event else { return event }
        let longer = replies.map { reply in
            var reply = reply
            reply.expires += 3_600
            return reply
        }
        return .claimed(longer, nextDue: nextDue, at: time)
    }
}

/// Remembers what it once knew of a follower.
final class ForgetlessNode: SimulatedNode {
    private var known: [Int: DeliveryFacts] = [:]

    override func facts(of user: Int) -> DeliveryFacts {
        if known[user] == nil { known[user] = super.facts(of: user) }
        return known[user] ?? super.facts(of: user)
    }
}

/// Names the event in every message.
final class StubbornNode: SimulatedNode {
    override func names(event: Bool) -> Bool { true }
}

/// Believes that an outcome is kept when it is not.
final class OptimisticNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        guard case .recordFailed(let number) = event else { return event }
        return .recorded(number, isOurs: true)
    }
}

/// Hears every other call only.
final class DeafNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event == .woken && world.random.chance(0.5) ? nil : event
    }
}

/// Waits for lost answers for ever.
final class PatientNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        if case .answered(_, .ambiguous) = event { nil } else { event }
    }
}

/// Gives up when the store fails to say what it knows.
final class HelplessNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event == .claimFailed ? nil : event
    }
}

extension DeliveryEvent {
    /// The same answer, as if it asked for something else.
    fileprivate func changing(_ demand: DeliveryRefusal.Demand, to other: DeliveryRefusal.Demand) -> Self {
        guard case .answered(let number, .refused(var refusal)) = self, refusal.demand == demand else { return self }
        refusal.demand = other
        refusal.retryAfter = nil
        return .answered(number, .refused(refusal))
    }
}
