import BotCore

/// The promises about arrivals and outcomes.
extension Oracle {
    /// A message arrived at the follower.
    func arrived(_ number: ReplyID, attempt: Int, store: SimulatedStore) {
        guard let record = records[number] else { return }
        records[number]?.attempts[attempt].hasArrived = true
        let inbox = inboxes[record.user, default: []]
        inboxes[record.user] = inbox + [number]
        let copies = inbox.count { $0 == number } + 1
        let most = policy.onAmbiguous == .drop ? 1 : 2 + record.deaths
        require(copies <= most, "reply \(number.rawValue) arrived \(copies) times")
        require(!inbox.contains { $0 > number }, "reply \(number.rawValue) arrived after a later one")
        let isOvertaking = store.replies.contains { $0.user == record.user && $0.number < number && $0.isOpen }
        require(!isOvertaking, "reply \(number.rawValue) arrived before an earlier one")
        let daily = policy.quota.daily
        require(inbox.count < daily, "follower \(record.user) got more than the day's \(daily)")
    }

    /// An outcome was recorded.
    func settled(_ number: ReplyID, as settlement: Settlement, by life: NodeLife, at now: Double) {
        guard var record = records[number] else { return }
        for index in record.attempts.indices where record.attempts[index].token == record.claim?.token {
            records[number]?.attempts[index].isSettled = true
        }
        records[number]?.claim = nil
        // Another node may have tried meanwhile; this one decides by its own answers.
        record.decider = life
        switch settlement {
        case .sent: checkSent(record)
        case .putBack: break
        case .retry(let wait, _, _): checkWait(wait, of: record)
        case .dead(let reason, _): checkDeath(reason.code, of: record, at: now)
        }
    }

    private func checkSent(_ record: ReplyRecord) {
        let isTrue = record.attempts.contains { $0.hasArrived && $0.answer == .accepted }
        require(isTrue, "reply \(record.number.rawValue) is said to be sent")
    }

    private func longestWait(_ record: ReplyRecord) -> Double {
        var longest = max(policy.schedule.cap, policy.schedule.unreachable.upperBound)
        if let asked = record.lastAnswer?.failure?.retryAfter {
            longest = max(longest, asked)
        }
        return .seconds(longest)
    }

    private func checkWait(_ wait: Duration, of record: ReplyRecord) {
        let isBounded = Double.seconds(wait) <= longestWait(record) + 0.01
        require(isBounded, "reply \(record.number.rawValue) waits for \(wait)")
    }

    private func checkDeath(_ reason: String, of record: ReplyRecord, at now: Double) {
        let number = record.number.rawValue
        switch ReasonCode(rawValue: reason) {
        case .expired: require(now >= record.expires - 0.05, "reply \(number) is said to be expired")
        case .ambiguous where record.interruptions > 0: break
        // Our own death is no reason to give a reply up, unless the operator prefers silence to a repeat.
        case .ambiguous where record.deaths > 0:
            let isTrue = policy.onAmbiguous == .drop || record.hasAmbiguousAnswer
            require(isTrue, "reply \(number) is given up because its sender died")
        case .dailyQuota:
            let used = records.values.filter { $0.user == record.user && $0.wasClaimed }.reduce(0) { $0 + $1.mostUsed }
            let least = policy.quota.daily - max(policy.quota.closedToLow, policy.quota.reserve)
            require(used > least, "reply \(number) is given up for the quota after \(used)")
        case .handoff, .outsideWindow: break
        default: checkCode(reason, of: record, at: now)
        }
    }

    private func checkCode(_ code: String, of record: ReplyRecord, at now: Double) {
        let number = record.number.rawValue
        let isShort = now + longestWait(record) >= record.expires
        guard let failure = record.lastAnswer?.failure else {
            fail("reply \(number) is given up for \(code) without an answer")
            return
        }
        switch failure.kind {
        case .unreachable: require(isShort, "reply \(number) is given up without a connection")
        case .ambiguous, .unproven: return
        case .refused, .eventExpired: break
        case .blocked: fail("reply \(number) is given up for a wrong key")
        case .throttled: require(isShort, "reply \(number) is given up for the rate")
        case .retry:
            let tries = min(policy.schedule.tries, failure.tries ?? .max)
            require(isShort || record.countedTries >= tries, "reply \(number) is given up after too few tries")
        }
        let isTrue = failure.kind == .unreachable || failure.code == code
        require(isTrue, "reply \(number) is given up for \(code), not \(failure.code)")
    }
}
