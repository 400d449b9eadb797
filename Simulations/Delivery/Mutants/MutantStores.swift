import BotCore
import Foundation

/// Takes outcomes from whoever brings them.
final class UnfencedStore: SimulatedStore {
    override func holds(_ number: ReplyID, token: UInt64) -> Bool { true }
}

/// Leases any open reply, whatever came before it.
final class UnorderedStore: SimulatedStore {
    override func heads() -> [StoredReply] { replies.filter(\.isOpen) }
}

/// Counts a message once it was sent.
final class LateCountingStore: SimulatedStore {
    override func count(_ number: ReplyID) {}

    override func settle(_ number: ReplyID, _ settlement: Settlement, token: UInt64, now: Date) -> Bool {
        let isOurs = super.settle(number, settlement, token: token, now: now)
        if isOurs, settlement == .sent { super.count(number) }
        return isOurs
    }
}

/// Gives a message back to the day's count even if it may have arrived.
final class GenerousStore: SimulatedStore {
    override func settle(_ number: ReplyID, _ settlement: Settlement, token: UInt64, now: Date) -> Bool {
        let isOurs = super.settle(number, settlement, token: token, now: now)
        if isOurs, case .dead = settlement { giveBackSend(self[number].index) }
        return isOurs
    }
}

/// Counts every try, whatever it cost.
final class ChargingStore: SimulatedStore {
    override func charge(_ cost: Settlement.Cost, to index: Int) {
        super.charge(cost == .none ? .aTry : cost, to: index)
    }
}

/// Leases more than was asked for.
final class OvereagerStore: SimulatedStore {
    override func claim(limit: Int, now: Date, lease: Duration, token: UInt64, owner: Int) -> Claim {
        super.claim(limit: limit + 3, now: now, lease: lease, token: token, owner: owner)
    }
}

/// Lets a lease end as it begins.
final class LeaselessStore: SimulatedStore {
    override func claim(limit: Int, now: Date, lease: Duration, token: UInt64, owner: Int) -> Claim {
        super.claim(limit: limit, now: now, lease: .zero, token: token, owner: owner)
    }
}

/// Takes the leases of all nodes from them when one of them starts.
final class SeizingStore: SimulatedStore {
    override func releaseLeases(owner: Int, now: Date) {
        for owner in Set(replies.map(\.owner)).sorted() { super.releaseLeases(owner: owner, now: now) }
    }
}

/// Lets an event be decided again.
final class UndecidedStore: SimulatedStore {
    override func mayDecide(_ event: Int) -> Bool { true }
}

/// Leaves its times alone when the clock is set.
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

/// Takes the death of a sender for an answer of the platform.
final class BlamingStore: SimulatedStore {
    override func interruptByDeath(_ number: ReplyID) {
        let wasUnderWay = self[number].begun == self[number].token
        if wasUnderWay { doubt(self[number].index) }
        onDeath(number, wasUnderWay)
    }
}

/// Takes every leased reply of a dead sender to have been under way.
final class AnxiousStore: SimulatedStore {
    override func interruptByDeath(_ number: ReplyID) {
        markBegun(number, token: self[number].token)
        let row = self[number]
        replies[row.index].interrupted += 1
        replies[row.index].isCounted = false
        onDeath(number, false)
    }
}
