import AlipayClient
import Foundation
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The real binary with wrong settings: it ends before anything listens, and reveals no secret.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct ConfigurationProcessTests {
    /// The settings of a bot that would start, on ports and with files of its own.
    private static func environment(_ folder: URL, _ changes: [String: String] = [:]) throws -> [String: String] {
        let keys = try TestWorld.keys.get()
        let environment = [
            "REPLYBOT_LANG": "en", "ALIPAY_APP_ID": SimulationKeys.appID,
            "ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
            "ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(), "HTTP_PORT": "0", "CONSOLE_PORT": "0",
            "STORE_URL": "sqlite:\(folder.appending(path: "bot.db").path)",
        ]
        return environment.merging(changes) { $1 }.filter { $0.value != "-" }
    }

    /// A wrong setting of the environment, and its message.
    static let environments: [(changes: [String: String], said: String)] = [
        (["HTTP_PROT": "8080"], "environment variable HTTP_PROT is no setting. Did you mean HTTP_PORT?"),
        (["ALIPAY_APPID": "x"], "environment variable ALIPAY_APPID is no setting. Did you mean ALIPAY_APP_ID?"),
        (["STORE_RETENTON": "3d"], "environment variable STORE_RETENTON is no setting. Did you mean STORE_RETENTION?"),
        (
            ["REPLYBOT_SERVR": "x"],
            "environment variable REPLYBOT_SERVR is no setting. Did you mean REPLYBOT_ALIPAY_SERVER_URL?"
        ),
        (["ALIPAY_APP_ID": "123"], "environment variable ALIPAY_APP_ID: alipay.app_id must be 16 digits"),
        (["ALIPAY_APP_ID": "-"], "alipay.app_id is missing"),
        (["HTTP_PORT": "0"], "environment variable HTTP_PORT: http.port must be a whole number from 1 to 65535"),
        (
            ["REPLYBOT_CONSOLE_PORT": "0"],
            "environment variable REPLYBOT_CONSOLE_PORT: console.port must be a whole number"
        ),
        (["STORE_URL": "sqlite://x"], "environment variable STORE_URL: store.url must be sqlite:FILE"),
        (["ALIPAY_SERVER_URL": "https://openapi.alipay.com/v3"], "alipay.server_url cannot have a path"),
        (["LOG_LEVEL": "loud"], "environment variable LOG_LEVEL: log.level must be trace | debug"),
        (["REPLYBOT_LOG_FORMAT": "xml"], "log.format must be text | json"),
        (["ALIPAY_MAX_EVENT_AGE": "soon"], "alipay.max_event_age must be a duration: Write 30s"),
    ]

    @Test(arguments: environments)
    func `a wrong variable ends serve with 2`(changes: [String: String], said: String) async throws {
        try await withTemporaryFolder { folder in
            var environment = try Self.environment(folder, ["HTTP_PORT": "18080", "REPLYBOT_TESTING_RELAXED": "false"])
            environment.merge(changes) { $1 }
            let outcome = try await BotProcess.run(["serve"], environment: environment.filter { $0.value != "-" })
            #expect(outcome.status == 2 && outcome.errors.contains(said), "\(outcome)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "bot.db").path))
        }
    }

    @Test(arguments: [["check", "rules"], ["serve"], ["try", "x"]])
    func `a language that is none is wrong usage`(arguments: [String]) async throws {
        let outcome = try await BotProcess.run(arguments, environment: ["REPLYBOT_LANG": "fr"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("REPLYBOT_LANG 只能是 zh 或 en / REPLYBOT_LANG must be zh or en"))
        let absent = try await BotProcess.run(["check", "rules"], environment: ["REPLYBOT_LANG": ""])
        #expect(absent.status == 0)
    }

    /// An unreadable configuration file, and its message.
    static let files: [(make: @Sendable (URL) throws -> String, said: String)] = [
        ({ $0.path }, ":1:1: error[CF001]: This is a folder"),
        ({ $0.appending(path: "nowhere.yaml").path }, "nowhere.yaml:1:1: error[CF001]: There is no such"),
        ({ try link($0, to: "nowhere") }, "link.yaml:1:1: error[CF001]: There is no such"),
        // Opens as a file of this process, and fails when it is read.
        ({ try link($0, to: "/proc/self/mem") }, "link.yaml:1:1: error[CF001]: The configuration file cannot be read"),
        ({ _ in "/dev/null" }, "/dev/null:1:1: error[CF001]: This is not a regular file"),
        ({ try file($0, "") }, "a.yaml:1:1: error[CF001]: The configuration file holds no setting"),
        (
            { try file($0, String(repeating: "#", count: 1 << 20) + "\n") },
            "a.yaml:1:1: error[CF001]: The configuration file is larger"
        ),
        ({ try file($0, "http:\n  port: 1\n  port: 2\n") }, "a.yaml:3:3: error[CF002]: “port” is written twice"),
        ({ try file($0, "http:\n\tport: 1\n") }, "a.yaml:2:1: error[CF003]: The indentation contains a tab"),
        ({ try file($0, "http:\n  prot: 1\n") }, "a.yaml:2:3: error[CF004]: http has no setting named “prot”"),
        ({ try file($0, "http:\n  port: [1]\n") }, "a.yaml:2:3: error[CF005]: http.port must be one text"),
        ({ try file($0, "http:\n  port: x\n") }, "a.yaml:2:3: error[CF006]: http.port must be a whole number"),
        (
            { try file($0, "http:\n  port: 9\nconsole:\n  port: 9\n") },
            "a.yaml:2:3: error[CF007]: http.port and console.port are both 9"
        ),
    ]

    private static func file(_ folder: URL, _ text: String) throws -> String {
        let file = folder.appending(path: "a.yaml")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private static func link(_ folder: URL, to target: String) throws -> String {
        let link = folder.appending(path: "link.yaml").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        return link
    }

    @Test(arguments: files.indices)
    func `a wrong configuration file ends each command with 2, at its place`(index: Int) async throws {
        let (make, said) = Self.files[index]
        try await withTemporaryFolder { folder in
            let path = try make(folder)
            var environment = try Self.environment(folder)
            for name in ["HTTP_PORT", "CONSOLE_PORT"] { environment[name] = nil }
            for command in [["serve"], ["queue", "ls"], ["events", "export"], ["handoff", "ls"]] {
                let outcome = try await BotProcess.run(command + ["--config", path], environment: environment)
                #expect(outcome.status == 2 && outcome.errors.contains(said), "\(command): \(outcome)")
            }
        }
    }

    @Test func `commands that need no keys do not ask for them`() async throws {
        try await withTemporaryFolder { folder in
            let path = try Self.file(folder, "store: {url: sqlite:nothing.db}\n")
            let outcome = try await BotProcess.run(["queue", "ls", "--config", path, "--lang", "en"])
            #expect(outcome.errors.contains("nothing.db") && !outcome.errors.contains("alipay."))
        }
    }

    @Test func `proxies and other people's variables do not stop the bot, and look-alikes are warned of`() async throws
    {
        try await withTemporaryFolder { folder in
            var foreign = Dictionary(uniqueKeysWithValues: EnvironmentSettingsTests.foreign.map { ($0.name, $0.value) })
            for name in ["PATH", "REPLYBOT_LANG"] { foreign[name] = nil }
            let changes = foreign.merging(["ALIPAY_GATEWAY": "x", "LOG_LEVEL": "INFO"]) { $1 }
            let process = try BotProcess(["serve"], environment: try Self.environment(folder, changes))
            let lines = try await process.lines(upTo: "listening")
            #expect(lines.count { $0.contains("looks like a setting and is not used") } == 1)
            #expect(lines.contains { $0.contains("ALIPAY_GATEWAY") })
            await process.kill()
        }
    }

    @Test func `relative paths in a configuration file count from its folder`() async throws {
        try await withTemporaryFolder { folder in
            let keys = try TestWorld.keys.get()
            try FileManager.default.createDirectory(
                at: folder.appending(path: "rules"),
                withIntermediateDirectories: true
            )
            let rules = "version: 1\nrules:\n  - {id: a, match: [a], reply: b}\n"
            for (name, text) in [
                ("app.pem", try keys.application.exportedPEM()), ("alipay.txt", try keys.platform.publicKeyBase64()),
                ("rules/r.yaml", rules),
                (
                    "replybot.yaml",
                    """
                    alipay:
                      app_id: \(SimulationKeys.appID)
                      private_key_file: app.pem
                      public_key_file: ./alipay.txt
                      server_url: https://openapi.alipay.com/gateway.do
                    http: {port: 0}
                    console: {port: 0}
                    rules: {path: rules}
                    store: {url: sqlite:kept.db}

                    """
                ),
            ] {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
            let config = folder.appending(path: "replybot.yaml").path
            let process = try BotProcess(["serve", "--config", config, "--lang", "en"])
            let lines = try await process.lines(upTo: "listening")
            #expect(lines.contains { $0.contains("\(config):5:3: /gateway.do in alipay.server_url") })
            #expect(lines.last?.contains("rules=1") == true)
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "kept.db").path))
            #expect(await process.terminate() == 0)
        }
    }
}
