import BotCore

/// The promises about requests and answers.
extension Oracle {
    /// A reply was leased.
    func claimed(_ numbers: [ReplyID], by life: NodeLife, token: UInt64, until ends: Double) {
        for number in numbers {
            records[number]?.claim = ReplyRecord.Claim(life: life, token: token, ends: ends)
            records[number]?.wasClaimed = true
        }
        let held = records.values.count { $0.claim?.life == life }
        require(held <= policy.concurrency, "\(held) replies are claimed at once, \(policy.concurrency) may be")
    }

    /// The facts about a follower were read.
    func asked(_ number: ReplyID, by life: NodeLife, at now: Double) {
        records[number]?.asked = now
    }

    /// The lease of a reply ended without an outcome.
    func interrupted(_ number: ReplyID) {
        records[number]?.interruptions += 1
        records[number]?.claim = nil
    }

    /// The sender of a reply died, and the reply was put back.
    func released(_ number: ReplyID, wasUnderWay: Bool) {
        if wasUnderWay { records[number]?.deaths += 1 }
        records[number]?.claim = nil
    }

    /// Whether a reply must not be sent because of a hand-off that began before its facts were read.
    func isHandedOff(_ number: ReplyID, during handoff: Handoff?, at now: Double) -> Bool {
        guard let record = records[number], let handoff, !record.draft.ignoresHandoff else { return false }
        return handoff.from < record.asked && now < handoff.until
    }

    /// A request begins; returns its number.
    func began(_ number: ReplyID, by life: NodeLife, namingEvent: Bool, at now: Double) -> Int {
        guard let record = records[number] else { return 0 }
        let isSecondHalf = checkEventName(record, by: life, namingEvent: namingEvent)
        require(now <= record.expires + 0.05, "reply \(number.rawValue) was sent after its lifetime")
        checkRepeat(record, by: life, at: now)
        checkNode(life, isSecondHalf: isSecondHalf, sends: number, at: now)
        let attempt = ReplyRecord.Attempt(
            life: life,
            began: now,
            namingEvent: namingEvent,
            leaseEnds: record.claim?.life == life ? record.claim?.ends ?? now : now,
            token: record.claim?.token ?? 0
        )
        records[number]?.attempts.append(attempt)
        return record.attempts.count
    }

    /// A request was answered.
    func heard(_ answer: DeliveryAnswer, of number: ReplyID, attempt: Int, by life: NodeLife, at now: Double) {
        records[number]?.attempts[attempt].answer = answer
        lives[life, default: LifeRecord()]
            .hear(
                answer,
                began: records[number]?.attempts[attempt].began ?? now,
                at: now,
                longestHold: .seconds(policy.rate.longestHold)
            )
    }

    /// Whether a node cannot know the result of an attempt.
    private func isUncertain(_ attempt: ReplyRecord.Attempt, to life: NodeLife, at now: Double) -> Bool {
        if attempt.answer?.failure?.kind == .ambiguous { return true }
        if attempt.isSettled || attempt.life == life && isOwnNews(attempt.answer) { return false }
        return lives[attempt.life]?.hasEnded ?? false || now >= attempt.leaseEnds
    }

    /// Whether a node acts on its own answer, even if the store refused to record it.
    ///
    /// An answer after the end of the lease is lost if another node decides meanwhile; with one node it is not.
    private func isOwnNews(_ answer: DeliveryAnswer?) -> Bool {
        switch answer?.failure?.kind {
        case .retry, .throttled, .eventExpired, .refused, .blocked, .unreachable: true
        case .unproven: scenario.nodes == 1
        case .ambiguous: false
        case nil: answer == .accepted && scenario.nodes == 1
        }
    }

    private func checkRepeat(_ record: ReplyRecord, by life: NodeLife, at now: Double) {
        let number = record.number.rawValue
        for attempt in record.attempts where !isUncertain(attempt, to: life, at: now) {
            if attempt.answer == nil { fail("reply \(number) is sent twice at once") }
            if attempt.hasArrived { fail("reply \(number) is sent again though it is known to have arrived") }
            if attempt.answer?.failure?.kind == .unproven {
                fail("reply \(number) is sent again after an unproven answer")
            }
        }
        // A claim in which a message was sent twice, the second time without its event, is doubtful once.
        let uncertain = Set(record.attempts.filter { isUncertain($0, to: life, at: now) }.map(\.token)).count
        // Each death of a sender may be one repeat; the platform may cause one in all.
        let tolerated = policy.onAmbiguous == .drop ? 0 : 1 + record.deaths
        require(uncertain <= tolerated, "reply \(number) is sent again after \(uncertain) uncertain attempts")
    }

    private func checkEventName(_ record: ReplyRecord, by life: NodeLife, namingEvent: Bool) -> Bool {
        guard let last = record.attempts.last, last.life == life, last.token == record.claim?.token, !last.isSettled,
            last.answer?.failure?.kind == .eventExpired
        else { return false }
        let number = record.number.rawValue
        require(!namingEvent, "reply \(number) names an event again that is too old")
        require(last.namingEvent, "reply \(number) is repeated as an ordinary message though it was one")
        return true
    }

    private func checkNode(_ life: NodeLife, isSecondHalf: Bool, sends number: ReplyID, at now: Double) {
        var record = lives[life, default: LifeRecord()]
        record.underWay += 1
        require(record.underWay <= policy.concurrency, "\(record.underWay) requests are under way at once")
        if let heard = record.stopHeard {
            let interval = Double.seconds(policy.probeInterval)
            require(now >= heard + interval - 0.01, "reply \(number.rawValue) is sent while sending is stopped")
        }
        // As many may have been under way when it opened.
        if record.unreachable >= policy.breaker.unreachableInARow + policy.concurrency {
            require(now >= record.began + 0.99, "reply \(number.rawValue) is sent while the breaker is open")
        }
        record.began = now
        if !isSecondHalf {
            require(
                now >= record.heldUntil - 0.01,
                "reply \(number.rawValue) is sent before the time the platform asked for"
            )
            require(record.takeToken(policy.rate, at: now), "more messages are sent than the rate allows")
        }
        lives[life] = record
    }
}
