internal import AlipayClient
internal import Foundation
internal import ReplyStore

/// What to do with a claimed reply, before and after an attempt.
///
/// Pure: no clock, no store, no network.
enum DeliveryStep: Sendable, Hashable {
    /// Make the attempt.
    case send
    /// It arrived.
    case sent
    /// Try again then.
    case retry(at: Date, code: String, after: AttemptOutcome)
    /// Try again then, and let nothing else out meanwhile.
    case pause(until: Date, code: String)
    /// Give it up.
    case bury(reason: String, after: AttemptOutcome)
}

extension DeliveryPolicy {
    /// Whether the attempt may be made now.
    func step(before reply: QueuedReply, message: QueuedMessage, contact: Contact?, at now: Date) -> DeliveryStep {
        if now >= reply.expires { return .bury(reason: "expired", after: .notMade) }
        if reply.ambiguousAttempts > (onAmbiguous == .drop ? 0 : 1) {
            return .bury(reason: "ambiguous", after: .unknown)
        }
        if reply.sendsToday > daily { return .bury(reason: "daily-quota", after: .notMade) }
        guard let contact, now <= contact.lastInteraction.addingTimeInterval(window) else {
            return .bury(reason: "outside-48-hours", after: .notMade)
        }
        if !message.ignoresHandoff, let until = contact.handoffUntil, until > now {
            return .bury(reason: "handoff", after: .notMade)
        }
        return .send
    }

    /// What follows from a failed attempt.
    ///
    /// `jitter` is a random number from 0 to 1.
    func step(after error: OpenAPIError, reply: QueuedReply, at now: Date, jitter: Double) -> DeliveryStep {
        let outcome: AttemptOutcome
        // Nothing was sent, so nothing was spent: only the lifetime ends these attempts.
        if case .notConnected = error { return retry(error, reply, at: now, jitter: jitter, after: .notMade) }
        switch error.advice {
        case .giveUp: return .bury(reason: error.code, after: .refused)
        case .neverRepeat: return .bury(reason: error.code, after: .unknown)
        case .stopEverything: return .pause(until: now.addingTimeInterval(probeInterval), code: error.code)
        case .uncertain where reply.ambiguousAttempts > 0 || onAmbiguous == .drop:
            return .bury(reason: error.code, after: .unknown)
        case .uncertain: outcome = .unknown
        case .retry, .slowDown: outcome = .refused
        }
        guard reply.attempts < min(attempts, error.attempts ?? attempts) else {
            return .bury(reason: error.code, after: outcome)
        }
        return retry(error, reply, at: now, jitter: jitter, after: outcome)
    }

    private func retry(
        _ error: OpenAPIError,
        _ reply: QueuedReply,
        at now: Date,
        jitter: Double,
        after outcome: AttemptOutcome
    ) -> DeliveryStep {
        // An attempt that was not made does not count, so its wait cannot grow with the count.
        let wait = outcome == .notMade ? 2 + 3 * jitter : backoff(afterAttempt: reply.attempts, jitter: jitter)
        let due = now.addingTimeInterval(wait)
        guard due < reply.expires else { return .bury(reason: error.code, after: outcome) }
        return .retry(at: due, code: error.code, after: outcome)
    }
}
