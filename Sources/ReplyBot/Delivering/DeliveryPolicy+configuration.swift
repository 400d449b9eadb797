internal import BotCore
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
            ["resend-once": .resendOnce, "drop": .drop],
            default: onAmbiguous
        )
    }

    /// The day's messages of one follower, by the platform's limit and the account's own.
    func quota(under limits: RuleLimits) -> DailyQuota {
        let daily = min(quota.daily, limits.dailyPerUser)
        let reserve = min(daily, limits.reserveForHandoff)
        return DailyQuota(daily: daily, reserve: reserve, closedToLow: min(daily, limits.closedToLow))
    }

    /// Which tries without an outcome may have reached the follower.
    var interrupted: InterruptedTries { onAmbiguous == .drop ? .areDoubtfulOnceStarted : .areDoubtful }
}
