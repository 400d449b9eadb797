internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Decides one message, offline, and explains the decision.
struct TryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try",
        abstract: say("试一句：哪条规则胜出、为什么、回复什么。", "Try a message: which rule wins, why, and what is replied."),
        discussion: say("例：replybot try \"我要退款\" --explain", "Example: replybot try \"我要退款\" --explain")
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("顾客发来的消息", "The customer's message")))
    var message: String?

    @Option(help: ArgumentHelp(say("规则文件或目录", "Rule file or folder"), valueName: "path"))
    var rules = "rules"

    @Flag(help: ArgumentHelp(say("列出所有候选与理由", "List all candidates and reasons")))
    var explain = false

    @Option(
        help: ArgumentHelp(
            say("时刻，如 2026-02-10T20:00（账号时区）", "Time, such as 2026-02-10T20:00 (account's zone)"),
            valueName: "time"
        )
    )
    var at: String?

    @Option(help: ArgumentHelp(say("用户 id", "User id"), valueName: "id"))
    var user = "2088000000000000"

    @Option(
        help: ArgumentHelp(
            say(
                "代替消息的事件：follow、click:菜单、enter:场景…",
                "An event in place of a message: follow, click:MENU, enter:SCENE…"
            ),
            valueName: "event"
        )
    )
    var event: EventOption?

    @Flag(help: ArgumentHelp(say("以测试人员身份", "As one of the testers")))
    var asTester = false

    @Option(
        help: ArgumentHelp(
            say("不是这条规则胜出就失败（退出码 1）", "Fail unless this rule answers (exit status 1)"),
            valueName: "rule"
        )
    )
    var expect: String?

    func run() async throws {
        try await common.run {
            let ruleSet = try LoadedRules(path: rules).ruleSet()
            let event = RuleEvent(try content(), userID: try userID(ruleSet), messageID: "try")
            let now = try time(in: ruleSet.account.timeZone)
            let decision = ruleSet.decide(event, state: ContactState(), at: now)
            let explanation = DecisionExplanation(decision, event: event, rules: ruleSet, at: now)
            Terminal.result(explain ? explanation.render(.current) : brief(decision, explanation: explanation))
            return verdict(decision)
        }
    }

    private func content() throws -> RuleEvent.Content {
        switch (message, event) {
        case (let message?, nil): return .text(message)
        case (nil, let event?): return event.content
        default:
            throw CommandFailure("给一句消息，或用 --event 给一个事件", "give a message, or an event with --event")
        }
    }

    private func userID(_ rules: RuleSet) throws -> String {
        guard asTester else { return user }
        guard let tester = rules.account.testers.min() else {
            throw CommandFailure("account.testers 里没有测试人员", "there is no tester under account.testers")
        }
        return tester
    }

    private func time(in timeZone: TimeZone) throws -> Date {
        guard let at else { return Date() }
        guard let time = LocalTime(at) else {
            throw CommandFailure(
                "--at 应写成 2026-02-10T20:00，现在是 “\(at)”",
                "--at must be like 2026-02-10T20:00, not \"\(at)\""
            )
        }
        return time.date(in: timeZone)
    }

    private func brief(_ decision: Decision, explanation: DecisionExplanation) -> String {
        let rule = say("规则", "rule") + "  " + explanation.summary(.current)
        let replies = decision.messages.map { say("回复", "reply") + "  " + ForeignText.lines($0.plainText) }
        return ([rule] + replies).joined(separator: "\n")
    }

    private func verdict(_ decision: Decision) -> ExitStatus {
        guard let expect, decision.outcome != .replied(rule: expect) else { return .clean }
        let winner = decision.outcome.phrase.chinese
        Terminal.notice(say("期望“\(expect)”胜出，实际是“\(winner)”", "expected rule \(expect)"))
        return .findings
    }
}
