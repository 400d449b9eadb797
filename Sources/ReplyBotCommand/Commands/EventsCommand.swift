internal import ArgumentParser
internal import BotCore
internal import Foundation
internal import ReplyBot
internal import ReplyStore

/// Everything about recorded events.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: say("已记录的事件。", "Recorded events."),
        subcommands: [ExportCommand.self]
    )
}

/// Writes the journal's signed requests as JSON Lines.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: say("导出原始签名请求（JSON Lines），供 replay 使用。", "Export the signed requests as JSON Lines, for replay."),
        discussion: say(
            "内容含顾客的原话和用户 id，请妥善保管。例：replybot events export > events.jsonl",
            "They hold customers' words and ids: keep them safe. Example: replybot events export > events.jsonl"
        )
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp(say("数据库文件，覆盖 store.url", "Database file, in place of store.url"), valueName: "file"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            say("起始时刻（UTC），如 2026-02-10T00:00:00Z", "From this time on, such as 2026-02-10T00:00:00Z"),
            valueName: "time"
        )
    )
    var since: String?

    @Option(help: ArgumentHelp(say("截止时刻（不含）", "Until this time, exclusive"), valueName: "time"))
    var until: String?

    func run() async throws {
        try await common.run {
            let reader = try StoreOpening.openReadOnly(try storePath())
            let (since, until) = (try time(since, of: "--since"), try time(until, of: "--until"))
            var count = 0
            var last: EventID?
            while case let page = try await reader.events(since: since, until: until, after: last, limit: 500),
                !page.isEmpty
            {
                for event in page {
                    Terminal.result(RecordedLine(event).json())
                }
                count += page.count
                last = page.last?.id
            }
            Terminal.notice(say("导出 \(count) 个请求", "\(count) requests exported"))
            return .clean
        }
    }

    private func storePath() throws -> String {
        if let store { return store }
        return try options.source().loadWithoutKeys().storePath
    }

    private func time(_ text: String?, of flag: String) throws -> Date? {
        guard let text else { return nil }
        guard let date = RecordedTime.date(text) else {
            throw CommandFailure(
                "\(flag) 应写成 2026-02-10T00:00:00Z，现在是 “\(text)”",
                "\(flag) must be like 2026-02-10T00:00:00Z, not \"\(text)\""
            )
        }
        return date
    }
}
