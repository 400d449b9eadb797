extension DeliveryCore {
    /// Asks for as many replies as can be sent at once, so that nothing claimed has to wait (RELIABILITY 3.4).
    mutating func claim(at now: Duration) -> [DeliveryEffect] {
        guard mayClaim, let next = outlook.next, next <= now, case .open(let limit) = room(at: now) else { return [] }
        outlook.ask(limit, isForProbe: gates.isProbing)
        return [.claim(limit: limit, lease: rules.lease)]
    }

    /// When the next claim can be made; nil when only an event can make it possible.
    mutating func nextClaim(at now: Duration) -> Duration? {
        guard mayClaim, let next = outlook.next else { return nil }
        switch room(at: now) {
        case .open: return max(next, now)
        case .opens(let time): return max(next, time)
        case .full: return nil
        }
    }

    /// Takes the claimed replies in.
    mutating func accept(
        _ replies: [ClaimedReply],
        nextDue: Duration?,
        claimed: ClockReading,
        at now: Duration
    )
        -> [DeliveryEffect]
    {
        outlook.got(replies.count, nextDue: nextDue, notBefore: claimed.monotonic + rules.leastLook)
        // Whether these times were moved before they were read, or will be, cannot be told.
        let isClockSet = clocks.wasSet(since: claimed)
        let effects = replies.flatMap { reply -> [DeliveryEffect] in
            let flight = Flight(reply, claimed: claimed, lease: rules.lease, isProbe: outlook.isForProbe)
            if flights[reply.number] != nil {
                flights.succeed(reply.number, with: flight)
                return []
            }
            let begun = take(flight)
            return isClockSet ? giveBack(reply.number, code: "clock") : begun
        }
        return effects + own(replies.map(\.number))
    }

    /// Begins with a claimed reply.
    mutating func take(_ flight: Flight) -> [DeliveryEffect] {
        gates.rate.take()
        flights[flight.reply.number] = flight
        return isClosing ? giveBack(flight.reply.number, code: "closing") : [.readFacts(flight.reply.number)]
    }

    private var mayClaim: Bool {
        // Times that do not follow the clock yet would make fresh replies expire.
        !isClosing && outlook.asked == nil && clocks.unfollowed.isEmpty
    }

    private mutating func room(at now: Duration) -> Room {
        gates.room(underWay: flights.count, of: rules.concurrency, at: now)
    }
}
