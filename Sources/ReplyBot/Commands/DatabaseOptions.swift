internal import ArgumentParser
internal import Foundation

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

    /// The database, and how a reply is delivered.
    func settings() throws -> (path: String, delivery: DeliveryPolicy) {
        let source = ConfigurationSource(path: config, environment: ProcessInfo.processInfo.environment)
        let configuration = try source.loadWithoutKeys()
        return (store ?? configuration.storePath, configuration.delivery)
    }

    /// Has a wish done.
    func perform(_ request: ControlRequest) async throws -> ControlAnswer {
        let (path, delivery) = try settings()
        return try await ControlClient(database: path, policy: delivery).perform(request)
    }
}

/// How a list is printed.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}
