/// Every metric of the bot, by its name.
enum BotMetric: String, CaseIterable {
    case requests = "replybot_requests_total"
    case refusals = "replybot_refusals_total"
    case acknowledgement = "replybot_ack_duration_seconds"
    case commitWrites = "replybot_commit_writes"
    case commitDuration = "replybot_commit_duration_seconds"
    case matches = "replybot_matches_total"
    case silences = "replybot_silences_total"
    case queue = "replybot_queue_entries"
    case oldestReply = "replybot_queue_oldest_reply_seconds"
    case sends = "replybot_sends_total"
    case quotaRefusals = "replybot_quota_refusals_total"
    case followersAtQuota = "replybot_followers_at_quota"
    case rulesCurrent = "replybot_rules_current"
    case rulesGeneration = "replybot_rules_generation"
    case reloads = "replybot_reloads_total"
    case lastReload = "replybot_last_reload_successful"
    case certificates = "replybot_certificate_remaining_seconds"
    case storeWorking = "replybot_store_working"
    case paused = "replybot_sending_paused"
    case breakerOpen = "replybot_breaker_open"
    case sendRate = "replybot_send_rate_limit"
    case clockSteps = "replybot_clock_steps_total"
    case lateOutcomes = "replybot_late_outcomes_total"

    /// What the registry is to know of it.
    var family: MetricFamily { MetricFamily(name: rawValue, kind: kind, help: help, bounds: bounds) }

    private var kind: MetricFamily.Kind {
        switch self {
        case .acknowledgement, .commitWrites, .commitDuration: .histogram
        case .queue, .oldestReply, .followersAtQuota, .rulesCurrent, .rulesGeneration, .lastReload, .certificates,
            .storeWorking, .paused, .breakerOpen, .sendRate:
            .gauge
        default: .counter
        }
    }

    private var bounds: [Double] {
        switch self {
        case .acknowledgement: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1, 2.5, 5]
        case .commitDuration: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]
        case .commitWrites: [1, 2, 4, 8, 16, 32, 64, 128, 256]
        default: []
        }
    }
}
