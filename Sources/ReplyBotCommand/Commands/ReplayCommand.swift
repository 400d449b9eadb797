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

    @OptionGroup var place: SourceOptions

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            say(
                "是否验签（默认：配置了支付宝公钥或证书就验签；写明 --verify 时，脱敏的事件算被拒绝）",
                "Verify signatures (default: if Alipay's key or certificates are configured; with --verify redacted "
                    + "events count as refused)"
            )
        )
    )
    var verify: Bool?

    @Flag(help: ArgumentHelp(say("逐个列出判定，再给出汇总", "List the decisions, then the summary")))
    var list = false

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

    func validate() throws {
        guard place.source != nil else { throw SourceOptions.missing }
        guard !update || golden != nil else {
            throw ValidationError(say("--update 要和 --golden 一起用", "--update needs --golden"))
        }
    }

    func run() async throws {
        try await common.run {
            guard let source = place.source else { throw SourceOptions.missing }
            let (configuration, verifier) = try options.source().loadForReplay(now: Date(), verifying: verify)
            let rules = try LoadedRules(path: configuration.rulesPath).ruleSet()
            let reader =
                verifier.map {
                    TrafficReader(verifier: $0, configuration: configuration, refusingUnsigned: verify == true)
                } ?? TrafficReader(unverified: configuration)
            var golden = try golden.map { try GoldenRun(path: $0, updates: update) }
            let progress = TerminalProgress(
                counting: LocalizedText("个事件", "event"),
                isShown: Terminal.showsProgress && !(printsLines && Terminal.resultIsShown)
            )
            let summary = try await Replayer(reader: reader, rules: rules)
                .replay(source, as: forms) {
                    progress.report(ProgressBar.State(done: $0.bytes, total: $0.size, count: $0.lines))
                } emit: { line in
                    switch format {
                    case .json: line.json.map(Terminal.result)
                    case .text: if list { line.text.map(Terminal.result) }
                    }
                    if let json = line.json { try golden?.take(json) }
                }
            progress.clear()
            let verification: ReplayVerification =
                verifier == nil ? .none : verify == true ? .required : .whereSigned
            return try conclude(summary, verification: verification, golden: &golden)
        }
    }

    /// Whether each event prints a line.
    private var printsLines: Bool { list || format == .json }

    private var forms: Replayer.Forms {
        var forms: Replayer.Forms = format == .text && list ? .text : []
        if format == .json || golden != nil { forms.insert(.json) }
        return forms
    }

    private func conclude(
        _ summary: ReplaySummary,
        verification: ReplayVerification,
        golden: inout GoldenRun?
    ) throws -> ExitStatus {
        let report = ReplayReport(summary, verification: verification)
        switch format {
        case .json: Terminal.notice(report.verified(.current))
        case .text: Terminal.result((list ? "\n" : "") + report.render(.current, columns: Terminal.columns))
        }
        let refused = summary.refused.values.reduce(0, +)
        guard refused == 0 || refused < summary.requests else {
            // The rules were not tested, and no golden file is written.
            Terminal.notice(Self.allRefused(verification, reasons: report.reasons(.current)))
            return .findings
        }
        let isAsExpected = try golden?.conclude() ?? true
        return refused > 0 || !isAsExpected ? .findings : .clean
    }

    private static func allRefused(_ verification: ReplayVerification, reasons: String) -> String {
        guard verification != .none else {
            return say(
                "没有一个请求读得懂（\(reasons)）：这不是本程序录制的，或者事件是加密的",
                "no request can be read (\(reasons)): they are encrypted, or not recorded by replybot"
            )
        }
        return say(
            "没有一个能验证（\(reasons)）。检查 alipay.app_id 和支付宝公钥（证书）是不是录制时用的；脱敏的录制请加 --no-verify",
            "none could be verified (\(reasons)). Check that alipay.app_id and Alipay's key or certificate are those of "
                + "the recording; for a redacted recording add --no-verify"
        )
    }
}

/// A golden file that is compared or written while the decisions come.
private struct GoldenRun {
    /// The differences that are shown.
    private static let shown = 100

    private let path: String
    private var comparison: GoldenComparison?
    private let writer: GoldenFile?
    private var differences: [GoldenComparison.Difference] = []
    private var differing = 0
    private var count = 0

    init(path: String, updates: Bool) throws {
        self.path = path
        comparison = updates ? nil : try GoldenComparison(path: path)
        writer = updates ? try GoldenFile(path: path) : nil
    }

    mutating func take(_ line: String) throws {
        count += 1
        try writer?.write(line)
        if let difference = try comparison?.compare(line) { note(difference) }
    }

    private mutating func note(_ difference: GoldenComparison.Difference) {
        differing += 1
        if differences.count < Self.shown { differences.append(difference) }
    }

    /// Writes the file, or prints the differences; whether there are none.
    mutating func conclude() throws -> Bool {
        if let writer {
            try writer.keep()
            return true
        }
        while let difference = try comparison?.nextMissing() { note(difference) }
        for difference in differences {
            Terminal.notice("\(path):\(difference.line)")
            Terminal.notice("  " + Self.text(of: difference))
        }
        if differing > differences.count {
            let rest = differing - differences.count
            Terminal.notice(
                say(
                    "另有 \(rest) 个不同，没有列出",
                    English.count(rest, of: "more difference is", plural: "more differences are") + " not shown"
                )
            )
        }
        Terminal.notice(
            say(
                "\(count) 个判定，\(differing) 个不同",
                "\(English.count(count, of: "decision")), \(differing) "
                    + English.agreed(differing, one: "differs", many: "differ")
            )
        )
        return differing == 0
    }

    private static func text(of difference: GoldenComparison.Difference) -> String {
        let changes = ChangedText(
            from: ForeignText.oneLine(difference.expected ?? ""),
            to: ForeignText.oneLine(difference.actual ?? "")
        )
        return Terminal.showsColours ? changes.coloured : changes.marked
    }
}

/// The output format of a replay.
enum ReplayFormat: String, ExpressibleByArgument {
    case text
    case json
}
