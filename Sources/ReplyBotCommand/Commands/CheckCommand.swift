internal import ArgumentParser
internal import Foundation
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Checks rule files and prints all findings.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: say("检查规则文件：语法、字段、示例。", "Check rule files: syntax, fields, examples."),
        discussion: say("例：replybot check rules/", "Example: replybot check rules/")
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("规则文件或目录；多个合成一套规则", "Rule files or folders; several make one set of rules")))
    var paths = ["rules"]

    @Flag(help: ArgumentHelp(say("有警告也算失败（退出码 3）", "Warnings fail too (exit status 3)")))
    var strict = false

    @Option(
        help: ArgumentHelp(
            say(
                "按这个时刻检查过期的日期，如 2026-02-10T20:00（北京时间）",
                "Look for days that have passed as of this time, such as 2026-02-10T20:00 (China's time)"
            ),
            valueName: "time"
        )
    )
    var at: String?

    func run() async throws {
        try await common.run {
            let loaded = try LoadedRules(paths: paths, now: try time(), withTests: true)
            let findings = loaded.result.diagnostics
            for finding in findings {
                Terminal.result(loaded.render(finding, in: .current))
            }
            let errors = findings.count { $0.severity == .error }
            let warnings = findings.count { $0.severity == .warning }
            let rules = loaded.result.ruleSet.map { say("\($0.rules.count) 条规则，", "\($0.rules.count) rules, ") } ?? ""
            Terminal.notice(rules + say("\(errors) 个错误，\(warnings) 个警告", "\(errors) errors, \(warnings) warnings"))
            let omitted = loaded.result.omittedCount
            if omitted > 0 {
                Terminal.notice(say("另有 \(omitted) 个没有列出", "\(omitted) more are not listed"))
            }
            if errors > 0 { return .findings }
            return strict && warnings > 0 ? .warnings : .clean
        }
    }

    /// The time of `--at`, in China's zone: the account's zone is unknown before its file is read, and hours matter little.
    private func time() throws -> Date {
        guard let at else { return Date() }
        guard let time = LocalTime(at) else {
            throw CommandFailure(
                "--at 应写成 2026-02-10T20:00，现在是 “\(at)”",
                "--at must be like 2026-02-10T20:00, not \"\(at)\""
            )
        }
        return time.date(in: TimeZone(identifier: "Asia/Shanghai") ?? .gmt)
    }
}
