internal import AlipayClient
internal import AlipaySimulator
internal import AsyncHTTPClient
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle

/// The simulator and the bot in one process, on loopback, for one conversation.
struct DemoRun {
    /// The follower of the demo.
    static let userID = "2088000000000099"

    let keys: SimulationKeys
    let rules: RuleSet
    let store: ReplyStore
    let client: HTTPClient
    /// Is told each finished step.
    let report: @Sendable (DemoResult) -> Void

    /// Starts both, plays the steps, and stops both.
    ///
    /// - Returns: what came of the steps.
    func play(_ steps: [DemoStep]) async throws -> [DemoResult] {
        let platform = try keys.simulatedPlatform(now: { Date() })
        let (ports, announcePort) = AsyncStream.makeStream(of: Int.self)
        let simulator = SimulatedServer(platform) { announcePort.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await simulator.run() }
            var port = ports.makeAsyncIterator()
            guard let apiPort = await port.next() else { throw CancellationError() }
            let results = try await withBot(apiPort: apiPort) { gatewayPort, decisions in
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
            return results
        }
    }

    private func withBot<Result>(
        apiPort: Int,
        _ body: (Int, AsyncStream<Decision>) async throws -> Result
    ) async throws -> Result {
        let (decisions, announceDecision) = AsyncStream.makeStream(of: Decision.self)
        let (ports, announcePort) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger.bot(LogOptions(level: .error))
        let application = BotApplication(
            BotApplication.Parts(
                configuration: configuration(),
                keys: CurrentKeys(try keys.botIdentity()),
                rules: CurrentRules(rules, loaded: Date()),
                store: store,
                transport: HTTPTransport(client: client, server: "http://127.0.0.1:\(apiPort)"),
                logger: logger,
                inFlight: try InFlightFile(),
                observe: { _, decision in announceDecision.yield(decision) },
                onListening: { announcePort.yield($0) }
            )
        )
        let services = ServiceGroup(configuration: .init(services: application.services, logger: logger))
        async let running: Void = services.run()
        var port = ports.makeAsyncIterator()
        guard let gatewayPort = await port.next() else { throw CancellationError() }
        let result = try await body(gatewayPort, decisions)
        await services.triggerGracefulShutdown()
        try await running
        return result
    }

    private func configuration() -> BotConfiguration {
        var configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID))
        configuration.http.port = 0
        configuration.console.port = 0
        return configuration
    }
}
