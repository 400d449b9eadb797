internal import AlipayClient
internal import AlipaySimulator
internal import OperatorText
internal import RuleEngine

/// One step of the demo's conversation.
struct DemoStep: Sendable {
    /// The feature that the step shows.
    let shows: LocalizedText
    let action: SimulatedEvent.Action
    var charset = Charset.gbk
    var forgery: SimulatedSender.Forgery?
    /// Whether the previous event is delivered again.
    var isRepetition = false
    /// The outcome with the example rules.
    var expected: DemoOutcome
    /// The outcome while no person answers, as outside of the shop's hours.
    var expectedWithoutHandoff: DemoOutcome?

    /// The step with the outcome for a conversation that is handed off, or not.
    func played(duringHandoff isHandedOff: Bool) -> DemoStep {
        guard !isHandedOff, let outcome = expectedWithoutHandoff else { return self }
        var step = self
        step.expected = outcome
        return step
    }
}

/// The outcome of a step.
enum DemoOutcome: Sendable, Equatable {
    case handshake
    case rule(String)
    case silent(SilenceReason)
    case repeated
    case refused
}

extension DemoStep {
    /// All steps in order, for the rules of the example shop.
    static let all: [DemoStep] = [
        DemoStep(
            shows: LocalizedText("控制台“验证网关”", "the console's handshake"),
            action: .gatewayCheck,
            expected: .handshake
        ),
        DemoStep(shows: LocalizedText("关注", "a follow"), action: .follow(scene: nil), expected: .rule("关注欢迎")),
        DemoStep(
            shows: LocalizedText("菜单点击 → 图文", "a menu click → image-text"),
            action: .click(menu: "NEW_BOOKS"),
            expected: .rule("菜单-新书")
        ),
        DemoStep(
            shows: LocalizedText("全匹配，全角数字", "exact match, full-width digit"),
            action: .say("１"),
            expected: .rule("营业时间")
        ),
        DemoStep(shows: LocalizedText("关键词", "keyword"), action: .say("我要退款"), expected: .rule("退款")),
        DemoStep(
            shows: LocalizedText("同一事件 5 秒后重投", "the same event delivered again"),
            action: .say("我要退款"),
            isRepetition: true,
            expected: .repeated
        ),
        DemoStep(
            shows: LocalizedText("更长的关键词优先", "the longer keyword wins"),
            action: .say("查一下退款进度"),
            expected: .rule("退款进度")
        ),
        DemoStep(
            shows: LocalizedText("正则与捕获，全角字母数字", "regex with a capture, full-width"),
            action: .say("快递：ＳＦ１２３４５６７８９０１２"),
            expected: .rule("查快递-直接带单号")
        ),
        DemoStep(
            shows: LocalizedText("繁体，UTF-8", "traditional characters, UTF-8"),
            action: .say("請問幾點開門？😀"),
            charset: .utf8,
            expected: .rule("营业时间")
        ),
        DemoStep(
            shows: LocalizedText("排除词：不回“退款”", "an excluded word: not “退款”"),
            action: .say("我不要退款了"),
            charset: .utf8,
            expected: .rule(Fallback.id)
        ),
        DemoStep(
            shows: LocalizedText("兜底冷却中：不打扰", "the fallback is cooling: silence"),
            action: .say("今天天气怎么样"),
            expected: .silent(.cooldown)
        ),
        DemoStep(
            shows: LocalizedText("伪造的事件", "a forged event"),
            action: .say("我要退款"),
            forgery: .wrongKey,
            expected: .refused
        ),
        DemoStep(
            shows: LocalizedText("转人工，机器人静音", "hand-off to a person"),
            action: .say("我要找人工"),
            expected: .rule("转人工")
        ),
        DemoStep(
            shows: LocalizedText(
                "人工接待中不插嘴；下班时间照常回答",
                "silence while a person answers; outside of the hours the bot goes on"
            ),
            action: .say("我要退款"),
            charset: .utf8,
            expected: .silent(.handoff),
            expectedWithoutHandoff: .rule("退款")
        ),
    ]
}
