/// Every metric of the bot; the raw value is its name.
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

    /// The metric's declaration for the registry.
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

extension BotMetric {
    /// Its meaning, in one line.
    var help: String {
        switch self {
        case .requests: "Requests to the gateway by what became of them."
        case .refusals: "Requests refused or turned away, and connections cut off, by reason."
        case .acknowledgement: "Seconds from a request to its signed acknowledgement."
        case .commitWrites: "Writes that shared one transaction of the store."
        case .commitDuration: "Seconds that a transaction of the store took."
        case .matches: "Decisions to reply by rule; the fallback is the rule fallback."
        case .silences: "Decisions to say nothing by reason."
        case .queue: "Events and replies in the store by state, without dead replies that were dropped by an operator."
        case .oldestReply: "Age in seconds of the oldest reply that is neither sent nor given up; 0 when there is none."
        case .sends: "What came of claimed replies, by outcome and code."
        case .quotaRefusals: "Messages that were not sent because a follower had as many as a day allows."
        case .followersAtQuota:
            "Followers who had as many messages today as a day allows, without those kept for hand-offs."
        case .rulesCurrent: "1 while the rules in use are those on disk, else 0."
        case .rulesGeneration: "1 for the rules of the start, one more for each reload that changed them."
        case .reloads: "Attempts to read rules or keys again, by result."
        case .lastReload: "1 when the last attempt to read rules or keys again succeeded, else 0."
        case .certificates:
            "Seconds until the first certificate in each role ends; for Alipay's, until the last one does."
        case .storeWorking: "1 while the store can be read and written, else 0."
        case .paused: "1 while sending is stopped because a setting or key is wrong, else 0."
        case .breakerOpen: "1 while the platform does not answer and one message at a time is tried, else 0."
        case .sendRate: "Messages a second that the platform was found to take, when it last asked for fewer."
        case .clockSteps: "How often the wall clock was set."
        case .lateOutcomes: "Outcomes that came after the end of a lease."
        }
    }
}
