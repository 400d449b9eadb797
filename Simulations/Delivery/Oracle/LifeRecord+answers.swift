import DeliveryCore

extension LifeRecord {
    /// Takes note of what a node was told.
    mutating func hear(_ answer: DeliveryAnswer, at now: Double, longestHold: Double) {
        underWay -= 1
        if case .unreachable = answer { unreachable += 1 } else { unreachable = 0 }
        if answer == .accepted { stopHeard = nil }
        guard case .refused(let refusal) = answer else { return }
        if refusal.demand == .stopEverything {
            stopHeard = now
        } else if refusal.isSigned {
            stopHeard = nil
        }
        if refusal.demand == .slowDown, let wait = refusal.retryAfter {
            heldUntil = max(heldUntil, now + min(.seconds(wait), longestHold))
        }
    }

    /// Counts a message against the rate; false when there were too many.
    ///
    /// A message may have been set aside before others filled the bucket again, so two bursts can meet.
    mutating func takeToken(_ rate: RateRules, at now: Double) -> Bool {
        let most = 2.0 * Double(rate.burst)
        let left = min(most, (tokens ?? most) + (now - filled) * rate.perSecond) - 1
        filled = now
        tokens = left
        return left > -1
    }
}
