import BotCore

/// The truth about one life of a node.
struct LifeRecord {
    var hasEnded = false
    /// When it was last told to stop sending.
    var stopHeard: Double?
    /// When it was first told so, since sending last worked.
    var stopBegan: Double?
    /// When its keys were last changed.
    var keysChanged = -1.0
    /// The time until which the platform asked it to send nothing.
    var heldUntil = 0.0
    /// Calls in a row without a connection.
    var unreachable = 0
    /// When it last began a request.
    var began = -1.0
    /// Requests under way.
    var underWay = 0
    /// The tokens of its rate, and their time.
    var tokens: Double?
    var filled = 0.0
}

extension LifeRecord {
    /// Takes note of an answer that the node received.
    mutating func hear(_ answer: DeliveryAnswer, began: Double, at now: Double, longestHold: Double) {
        underWay -= 1
        unreachable = answer.failure?.kind == .unreachable ? unreachable + 1 : 0
        if answer == .accepted { prove(by: began) }
        guard let failure = answer.failure else { return }
        switch failure.kind {
        case .blocked: stop(after: began, at: now)
        case .retry, .throttled, .eventExpired, .refused: if failure.isSigned { prove(by: began) }
        case .unreachable, .ambiguous, .unproven: break
        }
        if failure.kind == .throttled, let wait = failure.retryAfter {
            heldUntil = max(heldUntil, now + min(.seconds(wait), longestHold))
        }
    }

    /// The node has other keys.
    mutating func changeKeys(at now: Double) {
        keysChanged = now
        (stopHeard, stopBegan) = (nil, nil)
    }

    /// An answer to other keys is no evidence about these.
    private mutating func stop(after began: Double, at now: Double) {
        guard began > keysChanged else { return }
        stopHeard = now
        stopBegan = stopBegan ?? now
    }

    /// A request that passed before a stop does not end it.
    private mutating func prove(by began: Double) {
        guard began >= stopBegan ?? began else { return }
        (stopHeard, stopBegan) = (nil, nil)
    }

    /// Counts a message against the rate; false when there were too many.
    ///
    /// A message may have been reserved before the bucket filled again, so two bursts can meet.
    mutating func takeToken(_ rate: RatePolicy, at now: Double) -> Bool {
        let most = 2.0 * Double(rate.burst)
        let left = min(most, (tokens ?? most) + (now - filled) * rate.perSecond) - 1
        filled = now
        tokens = left
        return left > -1
    }
}
