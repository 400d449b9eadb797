internal import DeliveryCore
internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// The settings of delivery (`delivery.*`).
package struct DeliveryPolicy: Sendable {
    /// The parameters of the delivery machine.
    ///
    /// `delivery.concurrency` (int, default 32), `delivery.attempts` (int, default 5), `delivery.rate` (messages a
    /// second, default 100), `delivery.on_ambiguous` (resend-once | drop, default resend-once).
    var rules = DeliveryPolicy.defaultRules
    /// `delivery.reply_lifetime` (duration, default 5m), in seconds: older replies are not sent.
    var replyLifetime = 300
    /// The platform's limit for replies that name their event, in seconds (PROTOCOL 2.6).
    var eventReplyLifetime = 300

    /// Seconds after which a reply is not sent any more.
    func lifetime(asked: Int?, answersEvent: Bool) -> Int {
        let lifetime = asked ?? replyLifetime
        return answersEvent ? min(lifetime, eventReplyLifetime) : lifetime
    }

    /// One follower's messages a day, limited by the platform and by the account; low priorities yield first.
    func quota(under limits: RuleLimits) -> DailyQuota {
        let daily = min(rules.quota.daily, limits.dailyPerUser)
        let reserve = min(daily, limits.reserveForHandoff)
        return DailyQuota(daily: daily, reserve: reserve, closedToLow: min(daily, limits.closedToLow))
    }

    /// The tries without an outcome that may have reached the follower.
    var interrupted: InterruptedTries { rules.onAmbiguous == .drop ? .areDoubtfulOnceStarted : .areDoubtful }

    private static let defaultRules: DeliveryRules = {
        var rules = DeliveryRules()
        rules.rate = RateRules(perSecond: 100, burst: 100)
        return rules
    }()
}

extension DeliveryPolicy {
    /// Reads `delivery.*`.
    init(_ reader: inout ConfigurationReader) {
        self.init()
        let rate = reader.number(.deliveryRate, in: 1...10_000, default: Int(rules.rate.perSecond))
        rules.rate = RateRules(perSecond: Double(rate), burst: rate)
        rules.concurrency = reader.number(.deliveryConcurrency, in: 1...256, default: rules.concurrency)
        rules.schedule.tries = reader.number(.deliveryAttempts, in: 1...20, default: rules.schedule.tries)
        replyLifetime = reader.duration(.deliveryReplyLifetime, default: replyLifetime)
        rules.onAmbiguous = reader.choice(
            .deliveryOnAmbiguous,
            among: ["resend-once": .resendOnce, "drop": .drop],
            default: rules.onAmbiguous
        )
    }
}

/// The day of the quota.
enum QuotaDay {
    /// The date as `yyyy-MM-dd` in the account's time zone, as the rule engine counts.
    static func text(_ date: Date, in timeZone: TimeZone) -> String {
        LocalTime(date, in: timeZone).day.description
    }
}
