/// How outcomes get into the store.
extension DeliveryCore {
    /// Has an outcome kept; the reply's slot stays taken until it is.
    mutating func settle(_ number: ReplyNumber, _ settlement: Settlement) -> [DeliveryEffect] {
        flights[number]?.stage = .recording(settlement, again: nil)
        return [.record(number, settlement)]
    }

    /// The outcome is kept, or refused because another claim has taken the reply.
    mutating func end(_ number: ReplyNumber, isOurs: Bool) -> [DeliveryEffect] {
        guard case .recording(let settlement, _) = flights[number]?.stage else { return [] }
        guard let successor = flights.takeSuccessor(number) else {
            if isOurs { return finish(number) }
            flights[number]?.stage = .disowned(settlement)
            return outlook.asked == nil ? own([]) : []
        }
        // The other claim is ours as well: of the reply put back, or of the one whose outcome was refused.
        if isOurs { return finish(number) + take(successor) }
        flights[number]?.goOn(under: successor)
        return settle(number, settlement)
    }

    /// Tries to keep the outcome again later, for as long as it takes.
    ///
    /// The store refuses it once another claim has taken the reply; until then the truth is better kept late.
    mutating func recordFailed(_ number: ReplyNumber, at now: Duration) {
        guard case .recording(let settlement, _) = flights[number]?.stage else { return }
        if let successor = flights.takeSuccessor(number) { flights[number]?.goOn(under: successor) }
        flights[number]?.stage = .recording(settlement, again: now + rules.storeRetry)
    }

    /// Asks for all outcomes whose time has come to be kept again.
    mutating func recordAgain(at now: Duration) -> [DeliveryEffect] {
        flights.recordsDue(at: now).map { .record($0.number, $0.settlement) }
    }

    /// Decides about the outcomes that the store refused, now that no claim is under way or its replies are known: those
    /// that we claimed again are kept under the new claim, the others belong to somebody else.
    mutating func own(_ claimed: [ReplyNumber]) -> [DeliveryEffect] {
        flights.disowned.flatMap { number, settlement in
            claimed.contains(number) ? settle(number, settlement) : lose(number)
        }
    }

    /// Lets go of a reply that somebody else has taken.
    mutating func lose(_ number: ReplyNumber) -> [DeliveryEffect] {
        finish(number) + [.announce(.outcomeTooLate(number))]
    }

    private mutating func finish(_ number: ReplyNumber) -> [DeliveryEffect] {
        flights[number] = nil
        outlook.wake()
        return []
    }
}
