internal import BotCore
internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// The delivery machine, and the claims and the alarm that belong to it.
struct DeliveryLoop {
    /// The latest claim of each reply under way.
    private(set) var claims: [ReplyID: ClaimedMessage] = [:]
    /// Whether all work is done.
    private(set) var isClosed = false

    private let policy: DeliveryPolicy
    private let rules: CurrentRules
    private let clock: any BotClock
    private var core: DeliveryCore
    private var random: SplitMix64
    private var alarm: Task<Void, Never>?
    private var alarms = 0

    init(policy: DeliveryPolicy, rules: CurrentRules, clock: any BotClock, seed: UInt64) {
        self.policy = policy
        self.rules = rules
        self.clock = clock
        core = DeliveryCore(policy: policy)
        random = SplitMix64(seed: seed)
    }

    /// Reports a signal to the machine, and returns its effects.
    mutating func step(_ signal: DeliverySignal) -> [DeliveryEffect] {
        guard let event = event(signal) else { return [] }
        core.use(policy.quota(under: rules.current.rules.limits))
        var effects = core.step(event, at: clock.reading(), random: &random)
        if case .claimed(let claimed, _) = signal { effects = answerFacts(of: claimed, to: effects) }
        forget(signal, after: effects)
        isClosed = isClosed || core.isClosed
        return effects
    }

    /// A claim as of now, counted on the account's day.
    func claim(limit: Int, lease: Duration) -> ClaimRequest {
        let now = clock.reading()
        let day = QuotaDay.text(now.wall, in: rules.current.rules.account.timeZone)
        return ClaimRequest(limit: limit, lease: lease, day: day, at: now)
    }

    /// Sets the alarm, which replaces an earlier one.
    mutating func wake(at time: Duration, _ feed: AsyncStream<DeliverySignal>.Continuation) {
        alarm?.cancel()
        alarms += 1
        alarm = Task { [clock, alarms] in
            // After an early alarm the machine would only ask for another one.
            while case let left = time - clock.reading().monotonic, left > .zero {
                guard (try? await clock.sleep(for: left)) != nil else { return }
            }
            feed.yield(.alarm(alarms))
        }
    }

    /// Cancels the alarm.
    func end() {
        alarm?.cancel()
    }

    /// Answers the questions about the followers of new claims with the facts that came with the claims.
    private mutating func answerFacts(of claimed: ClaimedReplies, to effects: [DeliveryEffect]) -> [DeliveryEffect] {
        effects.flatMap { effect in
            guard case .readFacts(let number) = effect, let reply = claimed.replies.first(where: { $0.id == number })
            else { return [effect] }
            let facts = DeliveryFacts(lastInteraction: reply.lastInteraction, handoffUntil: reply.handoffUntil)
            return core.step(.facts(number, facts), at: clock.reading(), random: &random)
        }
    }

    private mutating func event(_ signal: DeliverySignal) -> DeliveryEvent? {
        switch signal {
        case .event(let event): return event
        case .claimed(let claimed, let then):
            let messages = claimed.replies.map(ClaimedMessage.init)
            for message in messages { claims[message.reply.id] = message }
            return .claimed(messages.map(ClaimedReply.init), nextDue: claimed.nextDue, at: then)
        case .answered(let number, let answer, let traceID):
            if let traceID { claims[number]?.traceID = traceID }
            return .answered(number, answer)
        case .recorded(let number, let isOurs, _): return .recorded(number, isOurs: isOurs)
        case .alarm(let number): return number == alarms ? .alarm : nil
        case .overdue:
            isClosed = true
            return nil
        }
    }

    /// Drops the claims that the machine will not name again.
    private mutating func forget(_ signal: DeliverySignal, after effects: [DeliveryEffect]) {
        if case .recorded(let number, true, let token) = signal, claims[number]?.reply.leaseToken == token {
            claims[number] = nil
        }
        for case .announce(.outcomeTooLate(let number)) in effects { claims[number] = nil }
    }
}

/// A request for replies from the outbox.
struct ClaimRequest: Sendable {
    let limit: Int
    let lease: Duration
    /// The day of the quota.
    let day: String
    /// The clocks before the call.
    let at: ClockReading
}

/// The latest claim of a reply, with its message and the last answer of the platform.
struct ClaimedMessage: Sendable {
    let reply: QueuedReply
    /// Nil when the outbox holds bytes that this version cannot read.
    let message: QueuedMessage?
    /// The trace id of the platform's latest answer.
    var traceID: String?

    init(_ reply: QueuedReply) {
        self.reply = reply
        message = try? QueuedMessage(decoding: reply.message)
    }
}

extension ClaimedReply {
    /// The claim in the terms of the machine.
    init(_ claim: ClaimedMessage) {
        let reply = claim.reply
        self.init(
            id: reply.id,
            tries: reply.attempts,
            ambiguousTries: reply.ambiguousAttempts,
            interruptedTries: reply.interruptedAttempts,
            sendsToday: reply.sendsToday,
            priority: reply.priority,
            expires: reply.expires,
            namesEvent: claim.message?.eventType != nil,
            ignoresHandoff: claim.message?.ignoresHandoff ?? false
        )
    }
}

extension DeliveryPolicy {
    /// One follower's messages a day, limited by the platform and by the account; low priorities yield first.
    func quota(under limits: RuleLimits) -> DailyQuota {
        let daily = min(quota.daily, limits.dailyPerUser)
        let reserve = min(daily, limits.reserveForHandoff)
        return DailyQuota(daily: daily, reserve: reserve, closedToLow: min(daily, limits.closedToLow))
    }

    /// The tries without an outcome that may have reached the follower.
    var interrupted: InterruptedTries { onAmbiguous == .drop ? .areDoubtfulOnceStarted : .areDoubtful }
}

/// The day of the quota.
enum QuotaDay {
    /// The date as `yyyy-MM-dd` in the account's time zone, as the rule engine counts.
    static func text(_ date: Date, in timeZone: TimeZone) -> String {
        LocalTime(date, in: timeZone).day.description
    }
}
