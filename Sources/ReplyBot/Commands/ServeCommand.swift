internal import AlipayClient
internal import ArgumentParser
internal import AsyncHTTPClient
internal import Foundation
internal import Logging
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle
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

    func run() async throws {
        try await common.run {
            let source = options.source(flags: ["http.port": port.map(String.init)])
            let (configuration, identity) = try await source.load(now: Date())
            let loaded = try LoadedRules(path: configuration.rulesPath)
            let rules = try loaded.ruleSet()
            loaded.logFindings(to: .bot())
            try await PortCheck.check(configuration.http, setting: "http.port")
            try await PortCheck.check(configuration.console, setting: "console.port")
            let store = try StoreOpening.open(configuration.storePath)
            try await HTTPClientScope.run { client in
                let parts = BotApplication.Parts(
                    configuration: configuration,
                    identity: identity,
                    rules: rules,
                    store: store,
                    transport: HTTPTransport(client: client, server: configuration.alipay.serverURL),
                    logger: .bot(),
                    onListening: { Self.announce(configuration, port: $0, rules: rules) }
                )
                try await Self.run(BotApplication(parts), logger: parts.logger)
            }
            try await store.close()
            return .clean
        }
    }

    private static func announce(_ configuration: BotConfiguration, port: Int, rules: RuleSet) {
        Logger.bot()
            .notice(
                "listening",
                metadata: [
                    "gateway": "\(configuration.http.host):\(port)\(configuration.path)",
                    "console": "\(configuration.console.host):\(configuration.console.port)",
                    "rules": "\(rules.rules.count)",
                ]
            )
    }

    private static func run(_ application: BotApplication, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: application.services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // A client that never finishes must not hold up a restart.
        configuration.maximumGracefulShutdownDuration = .seconds(20)
        let group = ServiceGroup(configuration: configuration)
        try await group.run()
        logger.notice("stopped")
    }
}
