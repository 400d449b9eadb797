internal import ArgumentParser
internal import ReplyBot

/// The list of commands.
@main
struct ReplyBotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replybot",
        abstract: say(
            "支付宝生活号关键词自动回复：看得见哪条规则胜出、为什么。",
            "Keyword auto-replies for Alipay life accounts that say which rule wins and why."
        ),
        version: "0.1.0",
        subcommands: [
            ServeCommand.self, CheckCommand.self, TryCommand.self, TestCommand.self, EventsCommand.self,
            QueueCommand.self, HandoffCommand.self, FollowerCommand.self, ReplayCommand.self, DiffCommand.self,
            MineCommand.self, ReportCommand.self, SimulateCommand.self,
            DemoCommand.self,
        ]
    )
}
