internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleEngine

/// Replays a recording and compares its decisions.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: say(
            "把录制的请求重新跑一遍（验签、解析、规则、状态），绝不发送。",
            "Run recorded requests again (signature, parsing, rules, state); never sends."
        ),
        discussion: say(
            "例：replybot replay events.jsonl --golden decisions.jsonl",
            "Example: replybot replay events.jsonl --golden decisions.jsonl"
        )
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Argument(help: ArgumentHelp(say("录制文件（JSON Lines）", "Recording (JSON Lines)")))
    var recording: String

    @Option(
        help: ArgumentHelp(
            say("与此文件中的判定比较，不同则退出码 1", "Compare with the decisions in this file; status 1 when they differ"),
            valueName: "file"
        )
    )
    var golden: String?

    @Flag(help: ArgumentHelp(say("把这次的判定写入 --golden 的文件", "Write this run's decisions to the file of --golden")))
    var update = false

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "text|json"))
    var format = ReplayFormat.text

    func run() async throws {
        try await common.run {
            let (configuration, verifier) = try options.source().loadForReplay(now: Date())
            let rules = try LoadedRules(path: configuration.rulesPath).ruleSet()
            var replayer = Replayer(verifier: verifier, configuration: configuration, rules: rules)
            var requests = try Recording(path: recording)
            var (lines, count, refusals): ([String], Int, [String: Int]) = ([], 0, [:])
            while let request = try requests.next() {
                guard let decision = try replayer.decide(request) else { continue }
                let line = try decision.json()
                Terminal.result(format == .json ? line : decision.summary())
                count += 1
                if golden != nil { lines.append(line) }
                if let reason = decision.refused { refusals[reason, default: 0] += 1 }
            }
            guard !refusals.isEmpty else { return try conclude(lines) }
            let refused = refusals.values.reduce(0, +)
            guard refused < count else { return unverified(refusals) }
            _ = try conclude(lines)
            Terminal.notice(
                say(
                    "\(count) 个请求中 \(refused) 个被拒绝（\(reasons(refusals))）",
                    "\(refused) of \(count) requests were refused (\(reasons(refusals)))"
                )
            )
            return .findings
        }
    }

    /// Reports that no request could be verified, so the rules were not tested and no golden file is written.
    private func unverified(_ refusals: [String: Int]) -> ExitStatus {
        let count = refusals.values.reduce(0, +)
        Terminal.notice(
            say(
                "\(count) 个请求全部被拒绝（\(reasons(refusals))）：没有一个能验证。"
                    + "检查 alipay.app_id 和支付宝公钥（证书）是不是录制时用的",
                "all \(count) requests were refused (\(reasons(refusals))): none could be verified. "
                    + "Check that alipay.app_id and Alipay's key or certificate are those of the recording"
            )
        )
        return .findings
    }

    private func reasons(_ refusals: [String: Int]) -> String {
        refusals.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }.joined(separator: say("，", ", "))
    }

    private func conclude(_ lines: [String]) throws -> ExitStatus {
        guard let golden else { return .clean }
        guard !update else {
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: golden))
            return .clean
        }
        guard let data = FileManager.default.contents(atPath: golden) else {
            throw CommandFailure(
                "没有 golden 文件 \(golden)：先加 --update 生成",
                "there is no golden file \(golden): make it with --update"
            )
        }
        let comparison = GoldenComparison(golden: String(decoding: data, as: UTF8.self), actual: lines)
        for difference in comparison.differences {
            Terminal.notice("\(golden):\(difference.line)")
            Terminal.notice("- \(ForeignText.oneLine(difference.expected ?? ""))")
            Terminal.notice("+ \(ForeignText.oneLine(difference.actual ?? ""))")
        }
        let count = comparison.differences.count
        Terminal.notice(say("\(lines.count) 个判定，\(count) 个不同", "\(lines.count) decisions, \(count) differ"))
        return count == 0 ? .clean : .findings
    }
}

/// The output format of a replay.
enum ReplayFormat: String, ExpressibleByArgument {
    case text
    case json
}
