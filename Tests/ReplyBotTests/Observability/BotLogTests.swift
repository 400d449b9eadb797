import AlipayClient
import Foundation
import Logging
import RuleEngine
import Synchronization
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// `log.level` and `log.format`.
@Suite(.serialized, .timeLimit(.minutes(5)), .watched, .wholeBot)
struct BotLogTests {
    /// The lines that a JSON log writes.
    private static func lines(_ body: (Logger) -> Void) -> [String] {
        let written = Written()
        var handler = JSONLogHandler()
        handler.now = { Date(timeIntervalSince1970: 1_770_688_800.125) }
        handler.write = { written.append($0) }
        var logger = Logger(label: "replybot") { _ in handler }
        logger.logLevel = .trace
        body(logger)
        return written.lines
    }

    private final class Written: Sendable {
        private let texts = Mutex<[String]>([])
        var lines: [String] { texts.withLock { $0 } }
        func append(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test func `a line has time, level, message and fields`() {
        let lines = Self.lines { logger in
            var logger = logger
            logger[metadataKey: "event"] = "e1"
            logger.warning("said", metadata: ["code": "x", "list": ["a", "b"], "inner": ["k": "v"]])
            logger.notice("no fields of its own")
        }
        #expect(
            lines == [
                #"{"time":"2026-02-10T02:00:00.125Z","level":"warning","message":"said","#
                    + #""metadata":{"code":"x","event":"e1","inner":{"k":"v"},"list":["a","b"]}}"# + "\n",
                #"{"time":"2026-02-10T02:00:00.125Z","level":"notice","message":"no fields of its own","#
                    + #""metadata":{"event":"e1"}}"# + "\n",
            ]
        )
    }

    @Test func `whatever is said, a line is one JSON object that holds it`() throws {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "\n", "\r\n", "\u{1b}[2J", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}", "\u{202e}", "\u{feff}", "\"", "\\",
            "退款", "a",
            "😀", "}", "{\"level\":\"critical\"}",
        ]
        for _ in 0..<500 {
            let text = (0..<12).map { _ in pieces[Int.random(in: pieces.indices, using: &generator)] }.joined()
            let line = try #require(Self.lines { $0.info("\(text)", metadata: ["\(text)": "\(text)"]) }.first)
            #expect(line.unicodeScalars.count { $0 == "\n" } == 1 && line.hasSuffix("}\n"))
            let controls = line.unicodeScalars.dropLast()
                .filter {
                    [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                }
            #expect(controls.isEmpty)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["message"] as? String == text && object["level"] as? String == "info")
            #expect((object["metadata"] as? [String: String]) == [text: text])
        }
    }

    static let levels: [(text: String, level: Logger.Level?)] =
        Logger.Level.allCases.map { ($0.rawValue, $0) } + [
            ("INFO", .info), ("Warn", .warning), ("WARNING", .warning), ("loud", nil), ("info ", nil),
        ]

    @Test(arguments: levels, ["REPLYBOT_LOG_LEVEL", "LOG_LEVEL"])
    func `the level is the one that is set`(setting: (text: String, level: Logger.Level?), name: String) {
        let environment = EnvironmentSettings([name: setting.text])
        var reader = ConfigurationReader(flags: [:], environment: environment, file: nil)
        let options = LogOptions(&reader)
        #expect(Logger.bot(options).logLevel == setting.level ?? .info)
        #expect(reader.problems.isEmpty == (setting.level != nil))
    }

    @Test func `the real process writes the same fields in both forms`() async throws {
        try await withTemporaryFolder { folder in
            let (text, json) = (try await Self.listening("text", folder), try await Self.listening("json", folder))
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
            #expect(Set(object.keys) == ["time", "level", "message", "metadata"])
            #expect(object["message"] as? String == "listening" && object["level"] as? String == "notice")
            let fields = try #require(object["metadata"] as? [String: String])
            #expect(Set(fields.keys) == ["gateway", "console", "rules"])
            for key in fields.keys { #expect(text.contains(" \(key)=")) }
            #expect(text.contains("notice") && text.contains("listening"))
        }
    }

    /// The first line of a listening bot; every line before it must have the same form.
    private static func listening(_ format: String, _ folder: URL) async throws -> String {
        let keys = try TestWorld.keys.get()
        let process = try BotProcess(
            ["serve"],
            environment: [
                "REPLYBOT_ALIPAY_APP_ID": SimulationKeys.appID,
                "REPLYBOT_ALIPAY_PRIVATE_KEY": try keys.application.exportedPEM(),
                "REPLYBOT_ALIPAY_PUBLIC_KEY": try keys.platform.publicKeyBase64(),
                "REPLYBOT_HTTP_PORT": "0", "REPLYBOT_CONSOLE_PORT": "0", "REPLYBOT_LOG_FORMAT": format,
                "REPLYBOT_STORE_URL": "sqlite:\(folder.appending(path: "\(format).db").path)",
            ]
        )
        let lines = try await process.lines(upTo: "listening")
        #expect(lines.count >= 2, "the warning of testing.relaxed comes first")
        #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":") == (format == "json") })
        await process.kill()
        return try #require(lines.last)
    }
}
