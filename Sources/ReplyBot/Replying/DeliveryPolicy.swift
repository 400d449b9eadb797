internal import Foundation
internal import RuleEngine

/// What to do about a message that may have been delivered.
enum AmbiguityPolicy: String, Sendable {
    /// Repeat it once: a repeated line is better than silence.
    case resendOnce = "resend-once"
    /// Give it up: silence is better than a repeated line.
    case drop
}

/// How replies are delivered, as data (`delivery.*`).
struct DeliveryPolicy: Sendable {
    /// `delivery.concurrency` (int, default 32): messages under way at once.
    var concurrency = 32
    /// `delivery.attempts` (int, default 5): attempts for one message.
    var attempts = 5
    /// `delivery.reply_lifetime` (duration, default 5m): how long a reply is worth sending, in seconds.
    var replyLifetime = 300
    /// `delivery.on_ambiguous` (resend-once | drop, default resend-once).
    var onAmbiguous = AmbiguityPolicy.resendOnce
    /// How long a claimed reply is ours, in seconds: three times the longest request (RELIABILITY 3.4).
    var lease: TimeInterval = 30
    /// Seconds between probes while everything is stopped.
    var probeInterval: TimeInterval = 60
    /// Seconds before the store is asked again after it failed.
    var storeRetry: TimeInterval = 1
    /// Messages that one follower may get on one day, by the platform's limit.
    var daily = 100
    /// Seconds after an interaction in which the platform accepts messages, less a minute for the way (RELIABILITY 3.6).
    var window: TimeInterval = 48 * 3_600 - 60
    /// The platform's limit for replies that name their event, in seconds (PROTOCOL 2.6).
    var eventReplyLifetime = 300

    /// The policy with the account's own daily limit, where it is below the platform's.
    func limited(by limits: RuleLimits) -> DeliveryPolicy {
        var policy = self
        policy.daily = min(daily, limits.dailyPerUser)
        return policy
    }

    /// How long a reply is worth sending.
    func lifetime(asked: Int?, answersEvent: Bool) -> Int {
        let lifetime = asked ?? replyLifetime
        return answersEvent ? min(lifetime, eventReplyLifetime) : lifetime
    }

    /// The wait before the next attempt: full jitter under a doubling cap (RELIABILITY 3.5).
    func backoff(afterAttempt attempt: Int, jitter: Double) -> TimeInterval {
        min(0.5 * pow(2, Double(attempt - 1)), 15) * jitter
    }
}

extension DeliveryPolicy {
    /// Reads `delivery.*`.
    init(_ reader: inout ConfigurationReader) {
        self.init()
        concurrency = reader.number("delivery.concurrency", in: 1...256, default: concurrency)
        attempts = reader.number("delivery.attempts", in: 1...20, default: attempts)
        replyLifetime = reader.duration("delivery.reply_lifetime", default: replyLifetime)
        onAmbiguous = reader.choice(
            "delivery.on_ambiguous",
            ["resend-once": .resendOnce, "drop": .drop],
            default: onAmbiguous
        )
    }
}
