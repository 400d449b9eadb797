internal import Foundation

/// What is looked at again before each request.
extension DeliveryCore {
    /// Sends a reply, or not, by what the store knows now.
    mutating func check(_ number: ReplyNumber, _ facts: DeliveryFacts?, at now: ClockReading) -> [DeliveryEffect] {
        guard let flight = flights[number], flight.stage == .checking else { return [] }
        guard let facts else { return giveBack(number, after: rules.storeRetry, code: "store") }
        // What the store knows of the follower does not follow the clock yet, or was read before it did.
        if !clocks.unfollowed.isEmpty || clocks.wasSet(since: flight.claimed) { return giveBack(number, code: "clock") }
        if let reason = reasonToBury(flight, facts, at: now) {
            gates.rate.giveBack()
            return settle(number, .dead(reason: reason, mayHaveArrived: flight.mayHaveArrived))
        }
        if let code = reasonToWait(flight, at: now.monotonic) { return giveBack(number, code: code) }
        if flight.reply.isRepeat, !gates.isProbing, !budget.admitsRepeat(at: now.monotonic) {
            return giveBack(number, after: rules.schedule.cap, code: "retry-budget")
        }
        guard rules.onAmbiguous == .drop else { return send(number, namingEvent: nil, at: now.monotonic) }
        flights[number]?.stage = .starting
        return [.markStarted(number)]
    }

    /// Sends a reply once the store has noted that it may be under way.
    mutating func begin(_ number: ReplyNumber, isOurs: Bool, at now: Duration) -> [DeliveryEffect] {
        guard let flight = flights[number], flight.stage == .starting else { return [] }
        if let successor = flights.takeSuccessor(number) {
            flights[number]?.goOn(under: successor)
            return [.markStarted(number)]
        }
        guard isOurs else { return lose(number) }
        if now >= flight.expires {
            gates.rate.giveBack()
            return settle(number, .dead(reason: "expired", mayHaveArrived: flight.mayHaveArrived))
        }
        if let code = reasonToWait(flight, at: now) { return giveBack(number, code: code) }
        return send(number, namingEvent: nil, at: now)
    }

    /// The beginning could not be noted, so nothing is begun.
    mutating func startFailed(_ number: ReplyNumber) -> [DeliveryEffect] {
        guard flights[number]?.stage == .starting else { return [] }
        if let successor = flights.takeSuccessor(number) { flights[number]?.goOn(under: successor) }
        return giveBack(number, after: rules.storeRetry, code: "store")
    }

    /// Has the request written; `namingEvent` is nil for what the reply itself says.
    mutating func send(_ number: ReplyNumber, namingEvent: Bool?, at now: Duration) -> [DeliveryEffect] {
        guard let reply = flights[number]?.reply else { return [] }
        let namesEvent = namingEvent ?? reply.namesEvent
        budget.note(isRepeat: reply.isRepeat, at: now)
        let attempt = Attempt(began: now, namesEvent: namesEvent, isProbe: gates.isProbing, keys: gates.pause.epoch)
        flights[number]?.stage = .sending(attempt)
        return [.send(number, namingEvent: namesEvent, until: now + rules.requestTime)]
    }

    /// Puts a reply back that was not begun.
    mutating func giveBack(_ number: ReplyNumber, after wait: Duration? = nil, code: String) -> [DeliveryEffect] {
        gates.rate.giveBack()
        return settle(number, wait.map { .retry(after: $0, code: code, cost: .none) } ?? .back(code: code))
    }

    private func reasonToBury(_ flight: Flight, _ facts: DeliveryFacts, at now: ClockReading) -> String? {
        let reply = flight.reply
        if now.monotonic >= flight.expires { return "expired" }
        if !rules.onAmbiguous.admits(reply) { return "ambiguous" }
        if !rules.quota.admits(reply.priority, count: reply.sendsToday) { return "daily-quota" }
        guard let last = facts.lastInteraction, now.wall <= last.addingTimeInterval(rules.window / .seconds(1)) else {
            return "outside-48-hours"
        }
        if !reply.ignoresHandoff, let until = facts.handoffUntil, until > now.wall { return "handoff" }
        return nil
    }

    private func reasonToWait(_ flight: Flight, at now: Duration) -> String? {
        if isClosing { return "closing" }
        if !flight.lease.allows(rules.requestTime, at: now) { return "lease" }
        // What was claimed before a gate closed does not slip through after it.
        if gates.closed(at: now) != nil { return "held-back" }
        if gates.isProbing, !flight.isProbe || flights.areSent(besides: flight.reply.number) { return "held-back" }
        return nil
    }
}
