internal import ArgumentParser
internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// Which database an operator's command is about.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("配置文件(默认 replybot.yaml,若存在)", "Configuration file (default: replybot.yaml, if it exists)"),
            valueName: "file"
        )
    )
    var config: String?

    @Option(help: ArgumentHelp(say("数据库文件,覆盖 store.url", "Database file, in place of store.url"), valueName: "file"))
    var store: String?

    /// What the configuration and the rule files say about it.
    func settings() throws -> DatabaseSettings {
        let source = ConfigurationSource(path: config, environment: ProcessInfo.processInfo.environment)
        let configuration = try source.loadWithoutKeys()
        let files = try? RuleFileReader.read(configuration.rulesPath)
        return DatabaseSettings(
            path: store ?? configuration.storePath,
            delivery: configuration.delivery,
            rules: files.flatMap(RuleLoader.settings)
        )
    }
}

/// A database, and by which settings it is looked at and changed.
struct DatabaseSettings: Sendable {
    let path: String
    let delivery: DeliveryPolicy
    /// Nil when no rule file can be read: then the defaults hold.
    let rules: RuleFileSettings?

    /// Times as the account's people read them.
    var time: OperatorTime { rules.map { OperatorTime(zone: $0.timeZone) } ?? OperatorTime() }

    /// Opens the database for reading.
    func open() throws -> JournalReader {
        try StoreOpening.openReadOnly(path)
    }

    /// Has a wish done.
    func perform(_ request: ControlRequest) async throws -> ControlAnswer {
        let cap = rules?.handoffCap ?? RuleLimits().handoffCap
        return try await ControlClient(database: path, policy: delivery, handoffCap: cap).perform(request)
    }
}

/// How a list is printed.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}
