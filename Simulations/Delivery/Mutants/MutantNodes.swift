import BotCore
import Foundation

/// Never checks its leases.
final class CarelessNode: SimulatedNode {
    override func claimTime(asked: ClockReading) -> ClockReading {
        ClockReading(wall: asked.wall.addingTimeInterval(1_000), monotonic: asked.monotonic + .seconds(1_000))
    }

    override func mayBegin(until: Duration) -> Bool { true }
}

/// Measures its leases by the wall clock.
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

/// Treats an ambiguous answer as a refusal.
final class HopefulNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.ambiguous, to: .retry)
    }
}

/// Treats an answer without a good signature as a lost one.
final class TrustingNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.unproven, to: .ambiguous)
    }
}

/// Treats a wrong key as a temporary error.
final class TirelessNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.blocked, to: .retry)
    }
}

/// Treats a rate limit as an error of one message.
final class PushyNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event.changing(.throttled, to: .retry)
    }
}

/// Adds an hour to every lifetime.
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

/// Reads the facts about a follower only once.
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

/// Treats a failed record as a success.
final class OptimisticNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        guard case .recordFailed(let number) = event else { return event }
        return .recorded(number, isOurs: true)
    }
}

/// Loses every other wake-up.
final class DeafNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event == .woken && world.random.chance(0.5) ? nil : event
    }
}

/// Waits for lost answers forever.
final class PatientNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        if case .answered(_, let answer) = event, answer.failure?.kind == .ambiguous { nil } else { event }
    }
}

/// Never repeats a failed claim.
final class HelplessNode: SimulatedNode {
    override func translated(_ event: DeliveryEvent) -> DeliveryEvent? {
        event == .claimFailed ? nil : event
    }
}

extension DeliveryEvent {
    /// The same failure as one of another kind.
    fileprivate func changing(_ kind: DeliveryFailure.Kind, to other: DeliveryFailure.Kind) -> Self {
        guard case .answered(let number, .failed(var failure)) = self, failure.kind == kind else { return self }
        failure.kind = other
        failure.retryAfter = nil
        // What was not signed stays unsigned.
        failure.isSigned = failure.isSigned && kind != .ambiguous
        return .answered(number, .failed(failure))
    }
}
