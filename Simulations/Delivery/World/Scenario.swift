import BotCore

/// What one seed is about: how many nodes, by which rules, in what weather.
struct Scenario {
    /// Nodes on one store: a single one shares its clock with the store, several use the store's (RELIABILITY 3.7).
    var nodes = 1
    var users = 3
    var policy = DeliveryPolicy()
    /// The chance that a node dies between two effects.
    var deaths = 0.004
    /// The chance that a node stands still between two effects.
    var stalls = 0.004
    /// The chance that a request goes wrong in fair weather.
    var mishaps = 0.1

    /// One node, the rules as they are delivered, and fair weather in which everything works.
    static let plain: Scenario = {
        var scenario = Scenario()
        (scenario.deaths, scenario.stalls, scenario.mishaps) = (0, 0, 0)
        return scenario
    }()
}

extension Scenario {
    /// The scenario of a seed: small limits, so that they are met often.
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
