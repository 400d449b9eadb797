internal import AlipayClient
internal import AsyncHTTPClient
internal import BotCore
internal import Foundation
package import Logging
internal import ReplyStore
package import RuleEngine
internal import ServiceLifecycle
internal import SystemPackage
internal import UnixSignals

/// A whole bot: gateway, rules, delivery and console, on the files and ports that its configuration names.
///
/// It is a service: it runs in a `ServiceGroup` of any program, and stops when the group does. `replybot serve` is this
/// with the signals of a process.
package struct BotApplication: Service {
    /// The source of the settings, and the signals that reload keys and rules.
    package struct Reloading: Sendable {
        let source: ConfigurationSource
        let signals: UnixSignalsSequence

        /// Traps SIGHUP, which would otherwise end the process: call it before anything listens.
        package static func atHangUp(of source: ConfigurationSource) async -> Reloading {
            Reloading(source: source, signals: await UnixSignalsSequence(trapping: .sighup))
        }
    }

    private let configuration: BotConfiguration
    private let identity: AlipayIdentity
    private let logger: Logger

    /// Nil for a bot whose keys never change.
    package var reloading: Reloading?
    /// Whether a damaged database is kept under another name and replaced by an empty one.
    package var replacesDamagedDatabase = false
    /// Called with every decision after it became durable.
    package var onDecision: @Sendable (Decision) -> Void = { _ in }
    /// Called with the port of the gateway once it can be reached.
    package var onListening: @Sendable (Int) -> Void = { _ in }

    /// A bot with these settings and keys; nothing is opened before it runs.
    package init(configuration: BotConfiguration, identity: AlipayIdentity, logger: Logger) {
        self.configuration = configuration
        self.identity = identity
        self.logger = logger
    }

    /// Runs until the task is cancelled or the surrounding service group shuts down.
    ///
    /// - Throws: `CommandFailure` that names what cannot be read or opened.
    package func run() async throws {
        let rules = try CurrentRules(path: configuration.rulesPath, logger: logger)
        try await run(try open(rules: rules, faults: FaultPoints()), stoppedBy: [])
    }

    /// Runs as a process of its own, until SIGTERM or SIGINT.
    ///
    /// - Throws: as `run`; also when a port cannot be bound.
    package func serve() async throws {
        let rules = try CurrentRules(path: configuration.rulesPath, logger: logger)
        try await PortCheck.check(configuration.http, setting: "http.port")
        try await PortCheck.check(configuration.console, setting: "console.port")
        let bot = try open(rules: rules, faults: try FaultPoints.ofEnvironment())
        try await StopLimit(logger: logger).watch { try await run(bot, stoppedBy: [.sigterm, .sigint]) }
    }

    /// The resources that are open while the bot runs.
    private struct Open {
        let rules: CurrentRules
        let store: ReplyStore
        let inFlight: InFlightFile
        let faults: FaultPoints
    }

    private func open(rules: CurrentRules, faults: FaultPoints) throws -> Open {
        let path = configuration.storePath
        let store =
            replacesDamagedDatabase
            ? try StoreOpening.openOrBeginAnew(path, at: Date(), logger: logger)
            : try StoreOpening.open(path)
        let inFlightPath = path + ".inflight"
        do throws(Errno) {
            let inFlight = try InFlightFile(path: inFlightPath)
            return Open(rules: rules, store: store, inFlight: inFlight, faults: faults)
        } catch {
            throw CommandFailure(
                "无法打开 \(inFlightPath)（\(error)）：检查目录是否可写、磁盘是否已满",
                "cannot open \(inFlightPath) (\(error)): check that its folder can be written and the disk has room"
            )
        }
    }

    private func run(_ bot: Open, stoppedBy signals: [UnixSignal]) async throws {
        var limits = HTTPTransport.Limits()
        // With fewer connections, a message under way that waits for one would end as if it had been sent.
        limits.connections = configuration.delivery.concurrency
        // `TimedTransport` ends each call.
        limits.wholeRequest = .infinity
        try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration(limits: limits)) { client in
            let keys = CurrentKeys(identity)
            let metrics = BotMetrics()
            var reloader = RuleReloader(
                path: configuration.rulesPath,
                rules: bot.rules,
                clock: SystemClock(),
                logger: logger,
                metrics: metrics,
                history: RuleHistory(store: bot.store, logger: logger)
            )
            var services: [any Service] = []
            if let reloading {
                let keyReloader = KeyReloader(
                    source: reloading.source,
                    appID: configuration.alipay.appID,
                    keys: keys,
                    clock: SystemClock(),
                    logger: logger,
                    metrics: metrics
                )
                services = [ReloadService(signals: reloading.signals, keys: keyReloader, rules: reloader)]
            }
            // Without `rules.reload` the files are still compared with the rules in use.
            reloader.onlyLooks = !configuration.reloadsRules
            let parts = BotServices.Parts(
                configuration: configuration,
                keys: keys,
                rules: bot.rules,
                ruleReloader: reloader,
                store: bot.store,
                transport: HTTPTransport(client: client, server: configuration.alipay.serverURL, limits: limits),
                logger: logger,
                inFlight: bot.inFlight,
                faults: bot.faults,
                observe: { [onDecision] _, decision in onDecision(decision) },
                metrics: metrics,
                controlSocket: ControlSocket(database: configuration.storePath),
                onListening: { port in
                    announce(port: port, rules: bot.rules)
                    onListening(port)
                }
            )
            var group = ServiceGroupConfiguration(
                services: services + BotServices(parts).all,
                gracefulShutdownSignals: signals,
                logger: logger.atLeast(.info)
            )
            // Each service has its own limit; this is for one that exceeds it, and `StopLimit` for one that hangs.
            group.maximumGracefulShutdownDuration = .seconds(StopLimit.time - 1)
            try await ServiceGroup(configuration: group).run()
            logger.notice("stopped")
        }
        try await bot.store.close()
    }

    private func announce(port: Int, rules: CurrentRules) {
        logger.notice(
            "listening",
            metadata: [
                "gateway": "\(configuration.http.host):\(port)\(configuration.path)",
                "console": "\(configuration.console.host):\(configuration.console.port)",
                "rules": "\(rules.current.rules.rules.count)",
            ]
        )
    }
}
