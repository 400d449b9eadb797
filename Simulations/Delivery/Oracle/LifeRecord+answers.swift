import BotCore

extension LifeRecord {
    /// Takes note of what a node was told of a request.
    mutating func hear(_ answer: DeliveryAnswer, began: Double, at now: Double, longestHold: Double) {
        underWay -= 1
        if case .unreachable = answer { unreachable += 1 } else { unreachable = 0 }
        if answer == .accepted { prove(by: began) }
        guard case .refused(let refusal) = answer else { return }
        if refusal.demand == .stopEverything {
            stop(after: began, at: now)
        } else if refusal.isSigned {
            prove(by: began)
        }
        if refusal.demand == .slowDown, let wait = refusal.retryAfter {
            heldUntil = max(heldUntil, now + min(.seconds(wait), longestHold))
        }
    }

    /// Goes on with other keys.
    mutating func changeKeys(at now: Double) {
        keysChanged = now
        (stopHeard, stopBegan) = (nil, nil)
    }

    /// What had other keys says nothing about these.
    private mutating func stop(after began: Double, at now: Double) {
        guard began > keysChanged else { return }
        stopHeard = now
        stopBegan = stopBegan ?? now
    }

    /// What passed before a stop does not end it.
    private mutating func prove(by began: Double) {
        guard began >= stopBegan ?? began else { return }
        (stopHeard, stopBegan) = (nil, nil)
    }

    /// Counts a message against the rate; false when there were too many.
    ///
    /// A message may have been set aside before others filled the bucket again, so two bursts can meet.
    mutating func takeToken(_ rate: RatePolicy, at now: Double) -> Bool {
        let most = 2.0 * Double(rate.burst)
        let left = min(most, (tokens ?? most) + (now - filled) * rate.perSecond) - 1
        filled = now
        tokens = left
        return left > -1
    }
}
