internal import AlipaySimulator
internal import AsyncHTTPClient
internal import Foundation
internal import Logging
internal import ReplyBot
internal import RuleEngine
internal import ServiceLifecycle

/// The simulator and the bot in one process, on loopback, for one conversation.
struct DemoRun {
    /// The follower of the demo.
    static let userID = "2088000000000099"

    let keys: SimulationKeys
    let rules: RuleSet
    let rulesPath: String
    /// Where the bot creates its database.
    let storePath: String
    let client: HTTPClient
    /// Called with each finished step.
    let report: @Sendable (DemoResult) -> Void

    /// Starts both, plays the steps, and stops both.
    ///
    /// - Returns: the result of each step.
    func play(_ steps: [DemoStep]) async throws -> [DemoResult] {
        let platform = try keys.simulatedPlatform(now: { Date() })
        let (ports, announcePort) = AsyncStream.makeStream(of: Int.self)
        let simulator = SimulatedServer(platform) { announcePort.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await simulator.run() }
            guard let apiPort = await ports.first(where: { _ in true }) else { throw CancellationError() }
            return try await withBot(apiPort: apiPort) { gatewayPort, decisions in
                let courier = try SimulatedCourier(
                    client: client,
                    gateway: "http://127.0.0.1:\(gatewayPort)/gateway",
                    keys: keys,
                    platform: platform
                )
                var conversation = DemoConversation(
                    courier: courier,
                    decisions: decisions,
                    rules: rules,
                    now: { Date() }
                )
                return try await conversation.play(steps, report: report)
            }
        }
    }

    private func withBot<Result>(
        apiPort: Int,
        _ body: (Int, AsyncStream<Decision>) async throws -> Result
    ) async throws -> Result {
        let (decisions, announceDecision) = AsyncStream.makeStream(of: Decision.self)
        let (ports, announcePort) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger.bot(LogOptions(level: .error))
        var configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID))
        configuration.alipay.serverURL = "http://127.0.0.1:\(apiPort)"
        (configuration.http.port, configuration.console.port) = (0, 0)
        (configuration.rulesPath, configuration.reloadsRules) = (rulesPath, false)
        configuration.storePath = storePath
        var bot = BotApplication(configuration: configuration, identity: try keys.botIdentity(), logger: logger)
        bot.onDecision = { announceDecision.yield($0) }
        bot.onListening = { announcePort.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [bot], logger: logger))
        async let running: Void = {
            defer { announcePort.finish() }
            try await group.run()
        }()
        guard let gatewayPort = await ports.first(where: { _ in true }) else {
            try await running
            throw CancellationError()
        }
        let result = try await body(gatewayPort, decisions)
        await group.triggerGracefulShutdown()
        try await running
        return result
    }
}
