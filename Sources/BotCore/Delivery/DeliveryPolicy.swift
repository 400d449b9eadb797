/// The limits and waits of delivery, as data.
package struct DeliveryPolicy: Sendable, Hashable {
    /// Messages in flight at once (`delivery.concurrency`).
    package var concurrency = 32
    /// The lease of a claimed reply: three times the longest request (RELIABILITY 3.4).
    package var lease = Duration.seconds(30)
    /// The time limit of one request.
    package var requestTime = Duration.seconds(10)
    /// The rate of all messages (`delivery.rate`).
    package var rate = RatePolicy()
    /// The waits between tries, and their number (`delivery.attempts`).
    package var schedule = RetrySchedule()
    /// The share of repeats among the messages.
    package var retryBudget = RetryBudgetPolicy()
    /// When to stop calling a platform that does not answer.
    package var breaker = BreakerPolicy()
    /// The time between probes while everything is stopped.
    package var probeInterval = Duration.seconds(60)
    /// The treatment of a message that may have been delivered (`delivery.on_ambiguous`).
    package var onAmbiguous = AmbiguityPolicy.resendOnce
    /// The day's messages of one follower.
    package var quota = DailyQuota()
    /// How long after an interaction the platform accepts messages, less a minute for the transfer (RELIABILITY 3.6).
    package var window = Duration.seconds(48 * 3_600 - 60)
    /// The pause before the store is asked again after a failure.
    package var storeRetry = Duration.seconds(1)
    /// The least time between two claims that find nothing, unless a wake-up comes.
    package var leastLook = Duration.milliseconds(100)
    /// The largest difference between the clocks that counts as drift, not as a step.
    package var clockTolerance = Duration.seconds(2)
    /// How long a reply is worth sending, in seconds (`delivery.reply_lifetime`).
    package var replyLifetime = 300
    /// The platform's limit for replies that name their event, in seconds (PROTOCOL 2.6).
    package var eventReplyLifetime = 300

    /// The defaults, which RELIABILITY 3.4 to 3.7 explain.
    package init() {}

    /// The lifetime of a reply, in seconds.
    package func lifetime(asked: Int?, answersEvent: Bool) -> Int {
        let lifetime = asked ?? replyLifetime
        return answersEvent ? min(lifetime, eventReplyLifetime) : lifetime
    }
}

/// The treatment of a message that may have been delivered.
package enum AmbiguityPolicy: String, Sendable, Hashable, CaseIterable {
    /// Repeat it once: a repeated line is better than silence.
    case resendOnce = "resend-once"
    /// Give it up: silence is better than a repeated line.
    case drop

    /// The most ambiguous tries before a message is given up.
    var tolerated: Int { self == .drop ? 0 : 1 }

    /// Whether a reply may be sent after its earlier tries.
    ///
    /// Only the reply's lifetime limits the interruptions by our own deaths: each death causes at most one repeat.
    func admits(_ reply: ClaimedReply) -> Bool {
        reply.ambiguousTries <= tolerated && (self == .resendOnce || reply.interruptedTries == 0)
    }
}

/// The most messages to one follower on one day, and which replies yield first (RELIABILITY 3.6).
package struct DailyQuota: Sendable, Hashable {
    /// The platform's limit.
    package var daily: Int
    /// The last messages of the day, for essential replies only.
    package var reserve: Int
    /// The last messages of the day that are closed to replies of low priority.
    package var closedToLow: Int

    /// A quota: the platform's 100 a day, five in reserve, a tenth closed to replies of low priority.
    package init(daily: Int = 100, reserve: Int = 5, closedToLow: Int = 10) {
        self.daily = daily
        self.reserve = reserve
        self.closedToLow = closedToLow
    }

    /// Whether the reply that is the follower's `count`th of the day may be sent.
    func admits(_ priority: ReplyPriority, count: Int) -> Bool {
        switch priority {
        case .low: count <= daily - max(closedToLow, reserve)
        case .ordinary: count <= daily - reserve
        case .essential: count <= daily
        }
    }
}

/// The order in which replies yield when a follower's messages of the day run short.
package enum ReplyPriority: String, Sendable, Hashable, CaseIterable {
    /// Yields first: fallback answers.
    case low
    /// Most replies.
    case ordinary
    /// May use the reserve: the hand-off to a person.
    case essential
}
