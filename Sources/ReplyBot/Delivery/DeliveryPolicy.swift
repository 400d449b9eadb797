internal import BotCore
internal import Foundation
internal import ReplyStore
internal import RuleEngine

extension DeliveryPolicy {
    /// Reads `delivery.*`.
    init(_ reader: inout ConfigurationReader) {
        self.init()
        let perSecond = reader.number(.deliveryRate, in: 1...10_000, default: Int(rate.perSecond))
        rate = RatePolicy(perSecond: Double(perSecond), burst: perSecond)
        concurrency = reader.number(.deliveryConcurrency, in: 1...256, default: concurrency)
        schedule.tries = reader.number(.deliveryAttempts, in: 1...20, default: schedule.tries)
        replyLifetime = reader.duration(.deliveryReplyLifetime, default: replyLifetime)
        onAmbiguous = reader.choice(
            .deliveryOnAmbiguous,
            among: ["resend-once": .resendOnce, "drop": .drop],
            default: onAmbiguous
        )
    }

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
