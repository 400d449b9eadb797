internal import AlipayClient
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Prints the demo for a person.
enum DemoReport {
    static func printHeader(_ rules: String) {
        Terminal.result(
            say(
                "模拟的支付宝 ⇄ 机器人，都在本机；每个请求真签名、真验签。规则：\(rules)\n",
                "A simulated Alipay ⇄ the bot, both on this machine; every request is really signed and verified. "
                    + "Rules: \(rules)\n"
            )
        )
    }

    static func print(_ result: DemoResult) {
        let step = result.step
        let number = String(repeating: " ", count: result.number < 10 ? 1 : 0) + String(result.number)
        Terminal.result("\(number)  \(step.shows[.current])")
        line(say("收到", "in"), text: "\(step.action.label)  [\(step.charset.rawValue)]")
        line(say("应答", "answer"), text: result.verdict.phrase[.current])
        line(say("判定", "decision"), text: decision(result))
        for loser in losers(result) {
            line("", text: loser)
        }
        let messages = result.received.isEmpty ? [say("（什么都没收到）", "(nothing)")] : result.received
        for message in messages {
            line(say("用户收到", "user gets"), text: message)
        }
        Terminal.result("")
    }

    static func conclusion(_ count: Int, unexpected: [Int]) -> String {
        guard !unexpected.isEmpty else { return say("\(count) 步全部符合预期。", "All \(count) steps as expected.") }
        let numbers = unexpected.map(String.init).joined(separator: ", ")
        return say(
            "\(count) 步中这些与示例规则的预期不同：\(numbers)",
            "Of \(count) steps, these differ from what the example rules do: \(numbers)"
        )
    }

    private static func decision(_ result: DemoResult) -> String {
        if let explanation = result.explanation { return explanation[.current] }
        switch result.outcome {
        case .handshake: return say("不经过规则", "no rule is asked")
        case .repeated: return say("重复投递：再次确认，不再处理", "delivered before: acknowledged again, not decided again")
        default: return say("不处理，什么都不记录", "not processed, nothing is recorded")
        }
    }

    /// The other rules that matched, and why they lost.
    private static func losers(_ result: DemoResult) -> [String] {
        guard let decision = result.decision else { return [] }
        let others = decision.candidates.filter { $0.fate != .won }
        return others.map { "· \($0.rule)  \($0.evidence[.current])\(say("：", ": "))\($0.fate.phrase[.current])" }
            + decision.exclusions.map { "· \($0.rule)  \($0.reason.phrase[.current])" }
    }

    private static func line(_ label: String, text: String) {
        let width = 10
        let cells = label.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
        let indent = "    "
        let padding = String(repeating: " ", count: max(1, width - cells))
        let rest = "\n" + indent + String(repeating: " ", count: width)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: rest)
        Terminal.result(indent + label + padding + lines)
    }
}
