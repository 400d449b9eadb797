internal import AlipayClient
internal import ArgumentParser
internal import AsyncHTTPClient
internal import DeliveryCore
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle
internal import SystemPackage
internal import UnixSignals

/// Runs the bot until SIGTERM.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: say("运行机器人:网关、规则、发送。", "Run the bot: gateway, rules, delivery.")
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp(say("网关端口,覆盖 http.port", "Gateway port, in place of http.port"), valueName: "port"))
    var port: Int?

    @Flag(
        help: ArgumentHelp(
            say(
                "数据库损坏时:旧文件改名保留,从空数据库开始",
                "If the database is damaged: keep its files under other names and begin with an empty one"
            )
        )
    )
    var recover = false

    func run() async throws {
        try await common.run {
            // Before anything listens: until it is trapped, SIGHUP ends the process.
            let hangUps = await UnixSignalsSequence(trapping: .sighup)
            let source = options.source(flags: [.httpPort: port.map(String.init)])
            let loaded = try source.load(now: Date())
            let configuration = loaded.configuration
            let logger = Logger.bot(configuration.log)
            for warning in loaded.warnings { logger.warning("\(warning[.current])") }
            let rules = try Self.rules(at: configuration.rulesPath, logger)
            let metrics = BotMetrics()
            let reloader = RuleReloader(
                path: configuration.rulesPath,
                rules: rules,
                clock: SystemClock(),
                logger: logger,
                metrics: metrics
            )
            try await PortCheck.check(configuration.http, setting: "http.port")
            try await PortCheck.check(configuration.console, setting: "console.port")
            let faults = try FaultPoints.ofEnvironment()
            let store = try openStore(at: configuration.storePath, metrics: metrics, logger)
            let inFlight = try Self.openInFlight(database: configuration.storePath)
            try await StopLimit(logger: logger)
                .watch {
                    try await HTTPClientScope.run(limits: Self.limits(configuration)) { client in
                        let parts = BotApplication.Parts(
                            configuration: configuration,
                            keys: CurrentKeys(loaded.identity),
                            rules: rules,
                            ruleReloader: Self.watching(reloader, configuration),
                            store: store,
                            transport: HTTPTransport(client: client, server: configuration.alipay.serverURL),
                            logger: logger,
                            inFlight: inFlight,
                            faults: faults,
                            metrics: metrics,
                            controlSocket: ControlSocket(database: configuration.storePath),
                            onListening: { Self.announce(configuration, port: $0, rules: rules.current.rules, logger) }
                        )
                        try await Self.run(parts, reloading: source, reloader, at: hangUps)
                    }
                    try await store.close()
                }
            return .clean
        }
    }

    /// Where rules are not to be reloaded by themselves, what is on disk is still compared with them.
    private static func watching(_ reloader: RuleReloader, _ configuration: BotConfiguration) -> RuleReloader {
        var reloader = reloader
        reloader.onlyLooks = !configuration.reloadsRules
        return reloader
    }

    /// A message under way that had to wait for a connection would end as if it had been sent.
    private static func limits(_ configuration: BotConfiguration) -> HTTPTransport.Limits {
        var limits = HTTPTransport.Limits()
        limits.connections = configuration.delivery.rules.concurrency
        return limits
    }

    private func openStore(at path: String, metrics: BotMetrics, _ logger: Logger) throws -> ReplyStore {
        var options = StoreOptions()
        options.observe = { metrics.committed($0) }
        guard recover else { return try StoreOpening.open(path, options: options) }
        return try StoreOpening.openOrBeginAnew(path, at: Date(), options: options, logger: logger)
    }

    private static func openInFlight(database path: String) throws -> InFlightFile {
        let path = path + ".inflight"
        do throws(Errno) {
            return try InFlightFile(path: path)
        } catch {
            throw CommandFailure(
                "无法打开 \(path)（\(error)）：检查目录是否可写、磁盘是否已满",
                "cannot open \(path) (\(error)): check that its folder can be written and the disk has room"
            )
        }
    }

    private static func rules(at path: String, _ logger: Logger) throws -> CurrentRules {
        let (content, now) = (try RuleContent(path: path), Date())
        let loaded = LoadedRules(content, now: now)
        let rules = try loaded.ruleSet()
        loaded.logFindings(to: logger)
        return CurrentRules(rules, checksum: content.checksum, loaded: now)
    }

    private static func announce(_ configuration: BotConfiguration, port: Int, rules: RuleSet, _ logger: Logger) {
        logger.notice(
            "listening",
            metadata: [
                "gateway": "\(configuration.http.host):\(port)\(configuration.path)",
                "console": "\(configuration.console.host):\(configuration.console.port)",
                "rules": "\(rules.rules.count)",
            ]
        )
    }

    private static func run(
        _ parts: BotApplication.Parts,
        reloading source: ConfigurationSource,
        _ rules: RuleReloader,
        at hangUps: UnixSignalsSequence
    ) async throws {
        let reloader = KeyReloader(
            source: source,
            appID: parts.configuration.alipay.appID,
            keys: parts.keys,
            clock: parts.clock,
            logger: parts.logger,
            metrics: parts.metrics
        )
        var configuration = ServiceGroupConfiguration(
            services: [ReloadService(signals: hangUps, keys: reloader, rules: rules)] + BotApplication(parts).services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: parts.logger.atLeast(.info)
        )
        // Each part has its own limit; this is for one that does not keep to it, and `StopLimit` for one that hangs.
        configuration.maximumGracefulShutdownDuration = .seconds(StopLimit.time - 1)
        let group = ServiceGroup(configuration: configuration)
        try await group.run()
        parts.logger.notice("stopped")
    }
}
