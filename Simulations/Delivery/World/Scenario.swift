import BotCore

/// The setting of one seed: nodes, policy and weather.
struct Scenario {
    /// Nodes on one store: a single one shares its clock with the store, several use the store's (RELIABILITY 3.7).
    var nodes = 1
    var users = 3
    var policy = DeliveryPolicy()
    /// The chance that a node dies between two effects.
    var deaths = 0.004
    /// The chance that a node stalls between two effects.
    var stalls = 0.004
    /// The chance that a request goes wrong in fair weather.
    var mishaps = 0.1

    /// One node, the default policy, and fair weather in which everything works.
    static let plain: Scenario = {
        var scenario = Scenario()
        (scenario.deaths, scenario.stalls, scenario.mishaps) = (0, 0, 0)
        return scenario
    }()
}

extension Scenario {
    /// The scenario of a seed: small limits, so that they are reached often.
    init(random: inout SplitMix64) {
        self.init()
        nodes = random.chance(0.6) ? 1 : random.number(2...3)
        users = random.number(1...5)
        policy.concurrency = random.number(1...6)
        policy.onAmbiguous = random.chance(0.25) ? .drop : .resendOnce
        policy.rate.perSecond = random.number(1...10)
        policy.rate.burst = random.number(1...6)
        policy.schedule.tries = random.number(2...5)
        policy.breaker.leastCalls = random.number(4...20)
        policy.retryBudget.least = random.number(2...10)
        let daily = random.chance(0.5) ? random.number(3...8) : 100
        policy.quota = DailyQuota(daily: daily, reserve: 1, closedToLow: 2)
        mishaps = random.number(0...0.4)
    }
}

/// A reply as the rules decided it.
struct ReplyDraft {
    var lifetime: Double
    var priority: ReplyPriority
    var namesEvent: Bool
    var ignoresHandoff: Bool

    /// A random reply.
    init(random: inout SplitMix64) {
        lifetime = random.chance(0.3) ? random.number(5...40) : random.number(60...300)
        priority = random.chance(0.2) ? .essential : random.chance(0.25) ? .low : .ordinary
        namesEvent = random.chance(0.3)
        ignoresHandoff = priority == .essential
    }

    /// A reply without restrictions.
    init(lifetime: Double) {
        self.lifetime = lifetime
        priority = .ordinary
        namesEvent = false
        ignoresHandoff = false
    }
}

/// An event, and the replies that the rules give to it.
struct InboundEvent {
    let number: Int
    let user: Int
    let drafts: [ReplyDraft]
}

/// A hand-off, during which a person talks to the follower.
struct Handoff {
    let from: Double
    var until: Double
}
