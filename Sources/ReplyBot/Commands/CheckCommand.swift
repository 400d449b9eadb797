internal import ArgumentParser
internal import RuleEngine

/// Reads rule files and says everything that is wrong with them.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: say("检查规则文件:语法、字段、示例。", "Check rule files: syntax, fields, examples."),
        discussion: say("例:replybot check rules/", "Example: replybot check rules/")
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("规则文件或目录;多个合成一套规则", "Rule files or folders; several make one set of rules")))
    var paths = ["rules"]

    @Flag(help: ArgumentHelp(say("有警告也算失败(退出码 3)", "Warnings fail too (exit status 3)")))
    var strict = false

    func run() async throws {
        try await common.run {
            let loaded = try LoadedRules(paths: paths)
            let findings = loaded.result.diagnostics
            for finding in findings {
                Terminal.result(loaded.render(finding, .current))
            }
            let errors = findings.count { $0.severity == .error }
            let warnings = findings.count { $0.severity == .warning }
            let rules = loaded.result.ruleSet.map { say("\($0.rules.count) 条规则,", "\($0.rules.count) rules, ") } ?? ""
            Terminal.notice(rules + say("\(errors) 个错误,\(warnings) 个警告", "\(errors) errors, \(warnings) warnings"))
            let omitted = loaded.result.omittedCount
            if omitted > 0 {
                Terminal.notice(say("另有 \(omitted) 个没有列出", "\(omitted) more are not listed"))
            }
            if errors > 0 { return .findings }
            return strict && warnings > 0 ? .warnings : .clean
        }
    }
}
