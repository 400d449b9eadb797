/// What follows from the end of a request.
extension DeliveryCore {
    /// Takes an answer: first what it says about the platform, then what becomes of the reply.
    mutating func take(
        _ answer: DeliveryAnswer,
        of number: ReplyNumber,
        at now: Duration,
        dice: inout Dice
    )
        -> [DeliveryEffect]
    {
        guard let flight = flights[number], case .sending(let attempt) = flight.stage else { return [] }
        let notices = gates.hear(answer, to: attempt, at: now).map(DeliveryEffect.announce)
        if case .refused(let refusal) = answer, refusal.demand == .forgetEvent, attempt.namesEvent,
            now < flight.expires, flight.lease.allows(rules.requestTime, at: now)
        {
            // It certainly did not arrive, and the follower still waits (PROTOCOL 2.7).
            guard !isClosing, gates.admits(secondHalfOf: attempt, at: now) else {
                return notices + settle(number, .retry(after: .zero, code: refusal.code, cost: .none))
            }
            gates.rate.take()
            return notices + send(number, namingEvent: false, at: now)
        }
        return notices + settle(number, settlement(of: flight, attempt, after: answer, at: now, dice: &dice))
    }

    private func settlement(
        of flight: Flight,
        _ attempt: Attempt,
        after answer: DeliveryAnswer,
        at now: Duration,
        dice: inout Dice
    )
        -> Settlement
    {
        switch answer {
        case .accepted: return .sent
        case .notBegun: return .back(code: "not-begun")
        case .unreachable(let code):
            return retry(flight, after: rules.schedule.unreachableWait(dice: &dice), code, cost: .none, at: now)
        case .unproven(let code): return .dead(reason: code, mayHaveArrived: true)
        case .ambiguous(let code):
            guard flight.reply.ambiguousTries < rules.onAmbiguous.tolerated else {
                return .dead(reason: code, mayHaveArrived: true)
            }
            return retry(flight, after: backoff(flight, dice: &dice), code, cost: .ambiguity, at: now)
        case .refused(let refusal): return settlement(of: flight, attempt, after: refusal, at: now, dice: &dice)
        }
    }

    private func settlement(
        of flight: Flight,
        _ attempt: Attempt,
        after refusal: DeliveryRefusal,
        at now: Duration,
        dice: inout Dice
    )
        -> Settlement
    {
        let wait = max(backoff(flight, dice: &dice), refusal.retryAfter ?? .zero)
        switch refusal.demand {
        // The gate keeps it back, and lets it go at once when the cause has ended; the next probe is another reply.
        case .stopEverything: return .retry(after: .zero, code: refusal.code, cost: .none)
        case .slowDown: return retry(flight, after: wait, refusal.code, cost: .none, at: now)
        case .giveUp, .forgetEvent: return .dead(reason: refusal.code, mayHaveArrived: flight.mayHaveArrived)
        case .retry where attempt.isProbe: return retry(flight, after: wait, refusal.code, cost: .none, at: now)
        case .retry:
            guard flight.reply.tries < min(rules.schedule.tries, refusal.tries ?? .max) else {
                return .dead(reason: refusal.code, mayHaveArrived: flight.mayHaveArrived)
            }
            return retry(flight, after: wait, refusal.code, cost: .aTry, at: now)
        }
    }

    private func retry(
        _ flight: Flight,
        after wait: Duration,
        _ code: String,
        cost: Settlement.Cost,
        at now: Duration
    )
        -> Settlement
    {
        guard now + wait < flight.expires else {
            return .dead(reason: code, mayHaveArrived: flight.mayHaveArrived || cost == .ambiguity)
        }
        return .retry(after: wait, code: code, cost: cost)
    }

    private func backoff(_ flight: Flight, dice: inout Dice) -> Duration {
        rules.schedule.wait(afterTry: flight.reply.tries, dice: &dice)
    }
}
