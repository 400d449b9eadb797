import BotCore
import Foundation

/// Accepts outcomes under any claim.
final class UnfencedStore: SimulatedStore {
    override func holds(_ number: ReplyID, token: UInt64) -> Bool { true }
}

/// Leases any open reply, in any order.
final class UnorderedStore: SimulatedStore {
    override func heads() -> [StoredReply] { replies.filter(\.isOpen) }
}

/// Counts a message only after it was sent.
final class LateCountingStore: SimulatedStore {
    override func count(_ number: ReplyID) {}

    override func settle(_ number: ReplyID, as settlement: Settlement, token: UInt64, now: Date) -> Bool {
        let isOurs = super.settle(number, as: settlement, token: token, now: now)
        if isOurs, settlement == .sent { super.count(number) }
        return isOurs
    }
}

/// Takes a message off the day's count even if it may have arrived.
final class GenerousStore: SimulatedStore {
    override func settle(_ number: ReplyID, as settlement: Settlement, token: UInt64, now: Date) -> Bool {
        let isOurs = super.settle(number, as: settlement, token: token, now: now)
        if isOurs, case .dead = settlement { giveBackSend(self[number].index) }
        return isOurs
    }
}

/// Counts every try, even free ones.
final class ChargingStore: SimulatedStore {
    override func charge(_ cost: Settlement.Cost, to index: Int) {
        super.charge(cost == .none ? .aTry : cost, to: index)
    }
}

/// Leases more than the limit.
final class OvereagerStore: SimulatedStore {
    override func claim(limit: Int, now: Date, lease: Duration, token: UInt64, owner: Int) -> Claim {
        super.claim(limit: limit + 3, now: now, lease: lease, token: token, owner: owner)
    }
}

/// Grants leases of no length.
final class LeaselessStore: SimulatedStore {
    override func claim(limit: Int, now: Date, lease: Duration, token: UInt64, owner: Int) -> Claim {
        super.claim(limit: limit, now: now, lease: .zero, token: token, owner: owner)
    }
}

/// Releases the leases of all nodes when one of them starts.
final class SeizingStore: SimulatedStore {
    override func releaseLeases(owner: Int, now: Date) {
        for owner in Set(replies.map(\.owner)).sorted() { super.releaseLeases(owner: owner, now: now) }
    }
}

/// Allows an event to be decided twice.
final class UndecidedStore: SimulatedStore {
    override func mayDecide(_ event: Int) -> Bool { true }
}

/// Ignores steps of the clock.
final class ClockDeafStore: SimulatedStore {
    override func shift(_ step: ClockStep, now: Date) {}
}

/// Forgets that an interrupted try may have arrived.
final class ForgetfulStore: SimulatedStore {
    override func interrupt(_ number: ReplyID) {
        onInterruption(number)
    }

    override func interruptByDeath(_ number: ReplyID) {
        onDeath(number, self[number].begun == self[number].token)
    }
}

/// Counts the death of a sender as an ambiguous answer.
final class BlamingStore: SimulatedStore {
    override func interruptByDeath(_ number: ReplyID) {
        let wasUnderWay = self[number].begun == self[number].token
        if wasUnderWay { doubt(self[number].index) }
        onDeath(number, wasUnderWay)
    }
}

/// Counts every leased reply of a dead sender as under way.
final class AnxiousStore: SimulatedStore {
    override func interruptByDeath(_ number: ReplyID) {
        markBegun(number, token: self[number].token)
        let row = self[number]
        replies[row.index].interrupted += 1
        replies[row.index].isCounted = false
        onDeath(number, false)
    }
}
