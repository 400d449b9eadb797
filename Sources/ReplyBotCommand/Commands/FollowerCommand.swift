internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// The records about one follower.
struct FollowerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follower",
        abstract: say("一位用户的全部记录：查看、导出、删除。", "What is kept of one follower: show, export, forget."),
        discussion: say(
            "用户 id 要写全。服务运行时也能用。例：replybot follower export 2088102122458832 > 2088102122458832.json",
            "Write the whole user id. Works while the server runs. Example: "
                + "replybot follower export 2088102122458832 > 2088102122458832.json"
        ),
        subcommands: [FollowerShowCommand.self, FollowerExportCommand.self, FollowerForgetCommand.self]
    )
}

/// The follower of a command.
struct FollowerOptions: ParsableArguments {
    @OptionGroup var database: OperatorOptions

    @Argument(help: ArgumentHelp(say("用户 id，写全", "User id, as a whole"), valueName: "user"))
    var user: String

    /// The records about the follower; nil, after a notice, when there are none.
    func record(_ settings: DatabaseSettings) async throws -> FollowerRecord? {
        let record = try await settings.open().follower(user)
        guard record.isEmpty else { return record }
        Terminal.notice(ControlOutcome.unknownFollower.phrase[.current])
        return nil
    }
}

/// Shows the records to a person.
struct FollowerShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say("一位用户的记录：状态、事件、回复。", "What is kept of a follower: state, events, replies."),
        discussion: say(
            "顾客写的、答的和机器人回的，只在 --text 时显示。",
            "What the follower wrote and answered, and what was replied, is shown with --text only."
        )
    )

    @OptionGroup var options: FollowerOptions

    @Flag(help: ArgumentHelp(say("也显示内容", "Show the texts, too")))
    var text = false

    @Option(help: ArgumentHelp(say("最多显示最近的几个事件", "At most this many of the newest events"), valueName: "number"))
    var limit = 20

    func validate() throws {
        guard limit > 0 else { throw ValidationError(say("--limit 至少是 1", "--limit must be at least 1")) }
    }

    func run() async throws {
        try await options.database.run { settings in
            guard let record = try await options.record(settings) else { return .findings }
            let report = FollowerReport(record, at: Date(), in: settings.time, showsText: text, limit: limit)
            Terminal.result(report.render(.current))
            return .clean
        }
    }
}

/// Exports the records as JSON, for the follower or for another program.
struct FollowerExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: say("导出一位用户的全部记录（JSON）。", "Export everything that is kept of a follower, as JSON."),
        discussion: say(
            "内容含顾客的原话、回答和用户 id，请妥善保管。",
            "It holds the follower's words, answers and id: keep it safe."
        )
    )

    @OptionGroup var options: FollowerOptions

    func run() async throws {
        try await options.database.run { settings in
            guard let record = try await options.record(settings) else { return .findings }
            let export = FollowerExport(record, of: options.user, at: Date(), in: settings.time)
            Terminal.result(try export.json())
            return .clean
        }
    }
}

/// Deletes the records.
struct FollowerForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: say("删除一位用户的全部记录。", "Delete everything that is kept of a follower."),
        discussion: say(
            "删掉事件（含原始请求）、回复和状态；等待的回复不再发送，人工接待也就结束。不能撤销。需要时先 follower export。",
            "Events with their recorded requests, replies and state are deleted; replies that wait are not sent, and a "
                + "hand-off ends with them. It cannot be undone: export first if you need to."
        )
    )

    @OptionGroup var options: FollowerOptions

    func run() async throws {
        try await options.database.run { settings in
            let answer = try await settings.perform(.forget(user: options.user))
            let status = answer.print()
            guard status == .clean, let forgotten = answer.forgotten else { return status }
            Terminal.result(forgotten.phrase[.current])
            Terminal.result(
                TextTable.wrapped(
                    ForgottenFollower.remainder(URL(filePath: settings.path).lastPathComponent)[.current],
                    indent: 0
                )
            )
            return status
        }
    }
}

extension ForgottenFollower {
    /// The counts of deleted records.
    fileprivate var phrase: LocalizedText {
        let going = LocalizedText(
            underWay == 0 ? "" : "\n删除时有 \(underWay) 条回复正在发送：可能仍会送达",
            underWay == 0 ? "" : "\nreplies that were being sent at that moment, and may still arrive: \(underWay)"
        )
        return LocalizedText(
            "事件 \(events) 个，回复 \(replies) 条（其中 \(waiting) 条还在等待，不再发送），状态 \(contacts) 份" + going.chinese,
            "events \(events), replies \(replies) (\(waiting) of them waited, and are not sent), states \(contacts)"
                + going.english
        )
    }

    /// The data that deleting cannot reach.
    fileprivate static func remainder(_ database: String) -> LocalizedText {
        LocalizedText(
            "删不掉的：支付宝那边的聊天记录；备份和导出的文件；\(database).damaged-…（--recover 留下的旧文件）；"
                + "日志里打码的用户 id 和事件编号。事件的摘要值（不含内容）保留到 store.retention，这样重复投递不会再被回答。"
                + "用户再来就是新用户。",
            "Not deleted, because it cannot be reached from here: what Alipay has; backups and exports; "
                + "\(database).damaged-… (old files that --recover left); masked ids and event numbers in logs. "
                + "Digests of the events, without any content, are kept for store.retention, so that a repeated delivery "
                + "is not answered. If the follower comes back, they are a new follower."
        )
    }
}
