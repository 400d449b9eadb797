internal import ArgumentParser
internal import Foundation
internal import Logging
internal import OperatorText
internal import ReplyBot
internal import RuleEngine

/// Runs the bot until SIGTERM.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: say("运行机器人：网关、规则、发送。", "Run the bot: gateway, rules, delivery.")
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp(say("网关端口，覆盖 http.port", "Gateway port, in place of http.port"), valueName: "port"))
    var port: Int?

    @Flag(
        help: ArgumentHelp(
            say(
                "数据库损坏时：旧文件改名保留，从空数据库开始",
                "If the database is damaged: keep its files under other names and begin with an empty one"
            )
        )
    )
    var recover = false

    func run() async throws {
        try await common.run {
            let source = options.source(flags: [.httpPort: port.map(String.init)])
            let reloading = await BotApplication.Reloading.atHangUp(of: source)
            let loaded = try source.load(now: Date())
            let logger = Logger.bot(loaded.configuration.log)
            for warning in loaded.warnings { logger.warning("\(warning[.current])") }
            var bot = BotApplication(configuration: loaded.configuration, identity: loaded.identity, logger: logger)
            bot.reloading = reloading
            bot.replacesDamagedDatabase = recover
            try await bot.serve()
            return .clean
        }
    }
}
