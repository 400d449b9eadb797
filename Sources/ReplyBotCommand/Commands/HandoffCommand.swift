internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// Followers whom a person answers.
struct HandoffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: say("由人工接待的用户。", "Followers whom a person answers."),
        discussion: say(
            "例：replybot handoff start 2088102122458832 --for 2h",
            "Example: replybot handoff start 2088102122458832 --for 2h"
        ),
        subcommands: [HandoffListCommand.self, HandoffStartCommand.self, HandoffEndCommand.self]
    )
}

/// Lists the hand-offs.
struct HandoffListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: say("列出正由人工接待的用户。", "List followers whom a person answers now.")
    )

    @OptionGroup var options: OperatorOptions

    @Flag(help: ArgumentHelp(say("写全用户 id，供 handoff end 使用", "Whole user ids, as handoff end needs them")))
    var full = false

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "table|json"))
    var format = ListFormat.table

    func run() async throws {
        try await options.run { settings in
            let now = Date()
            let handoffs = try await settings.open().handoffs(at: now)
            guard !handoffs.isEmpty else {
                Terminal.notice(say("没有人工接待的用户", "no follower is answered by a person"))
                return .clean
            }
            switch format {
            case .table:
                let table = HandoffTable(handoffs, showsWholeIDs: full, at: now, in: settings.time)
                Terminal.result(table.render(.current))
            case .json:
                for handoff in handoffs { Terminal.result(try handoff.json(showsWholeID: full, in: settings.time)) }
            }
            return .clean
        }
    }
}

/// Starts a hand-off.
struct HandoffStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: say("由人工接待一位用户，机器人不说话。", "Have a person answer a follower; the bot is silent."),
        discussion: say(
            "已在接待的，从现在起重新计时。最长 limits.handoff_cap（默认 24h）。只有写了 during_handoff 的规则还会回答。",
            "A hand-off that lasts already is counted anew. It lasts limits.handoff_cap (24h) at most. Only rules with "
                + "during_handoff still answer."
        )
    )

    @OptionGroup var options: FollowerOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(say("时长，如 30m、2h、1d", "How long, such as 30m, 2h or 1d"), valueName: "duration")
    )
    var duration = "2h"

    func validate() throws {
        guard DurationText.seconds(duration) != nil else {
            throw ValidationError(
                say("--for 应为时长，如 30m、2h、1d", "--for must be a duration such as 30m, 2h or 1d")
            )
        }
    }

    func run() async throws {
        try await options.database.run { settings in
            let seconds = DurationText.seconds(duration) ?? 0
            let answer = try await settings.perform(.startHandoff(user: options.user, seconds: seconds))
            let status = answer.print()
            if let until = answer.until {
                let time = settings.time.text(until)
                Terminal.result(say("到 \(time)", "until \(time)"))
            }
            if let cap = answer.cap {
                let longest = AgeText.text(seconds: cap)
                Terminal.notice(
                    say(
                        "\(duration) 太长：规则的 limits.handoff_cap 只允许 \(longest)，到时可以再开始一次",
                        "\(duration) is too long: limits.handoff_cap of the rules allows \(longest); start it again then"
                    )
                )
            }
            return status
        }
    }
}

/// Ends a hand-off.
struct HandoffEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: say("让机器人重新回答一位用户。", "Have the bot answer a follower again.")
    )

    @OptionGroup var options: FollowerOptions

    func run() async throws {
        try await options.database.run { try await $0.perform(.endHandoff(user: options.user)).print() }
    }
}
