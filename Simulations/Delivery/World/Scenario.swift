import DeliveryCore

/// What one seed is about: how many nodes, by which rules, in what weather.
struct Scenario {
    /// Nodes on one store: a single one shares its clock with the store, several use the store's (RELIABILITY 3.7).
    var nodes = 1
    var users = 3
    var rules = DeliveryRules()
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
    init(dice: inout Dice) {
        self.init()
        nodes = dice.chance(0.6) ? 1 : dice.number(2...3)
        users = dice.number(1...5)
        rules.concurrency = dice.number(1...6)
        rules.onAmbiguous = dice.chance(0.25) ? .drop : .resendOnce
        rules.rate.perSecond = dice.number(1...10)
        rules.rate.burst = dice.number(1...6)
        rules.schedule.tries = dice.number(2...5)
        rules.breaker.leastCalls = dice.number(4...20)
        rules.retryBudget.least = dice.number(2...10)
        let daily = dice.chance(0.5) ? dice.number(3...8) : 100
        rules.quota = DailyQuota(daily: daily, reserve: 1, closedToLow: 2)
        mishaps = dice.number(0...0.4)
    }
}
