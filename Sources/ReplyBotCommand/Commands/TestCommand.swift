internal import ArgumentParser
internal import Foundation
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Runs rule tests.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: say("运行规则测试文件（*_test.yaml）。", "Run rule tests (*_test.yaml)."),
        discussion: say("例：replybot test rules/", "Example: replybot test rules/")
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("测试文件，或含测试文件的目录", "Test files, or folders of them")))
    var paths = ["rules"]

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(say("只运行名称含此文字的测试", "Only tests whose names contain this"), valueName: "text")
    )
    var namesContaining: String?

    @Flag(help: ArgumentHelp(say("重写 golden 回复文件", "Rewrite golden reply files")))
    var update = false

    @Option(
        help: ArgumentHelp(
            say("覆盖率低于此百分比就失败", "Fail when less than this percentage is covered"),
            valueName: "percent"
        )
    )
    var coverageMin = 0

    func validate() throws {
        guard namesContaining != nil, coverageMin > 0 else { return }
        throw ValidationError(
            say(
                "--coverage-min 要运行全部测试，不能和 --run 一起用",
                "--coverage-min needs all tests, and cannot stand beside --run"
            )
        )
    }

    func run() async throws {
        try await common.run {
            try paths.forEach(checkFolder)
            let reports = try paths.flatMap(suites).map(report)
            guard reports.contains(where: { !$0.results.isEmpty }) else {
                throw CommandFailure("没有运行任何测试：检查路径和 --run", "no test was run: check the paths and --run")
            }
            let uncovered = reports.filter { $0.coverage.percent < coverageMin }
            let isCovered = uncovered.isEmpty
            for report in uncovered { noteCoverage(report.coverage) }
            return isCovered && reports.allSatisfy { $0.failureCount == 0 } ? .clean : .findings
        }
    }

    /// Reports the parts that never won.
    private func noteCoverage(_ coverage: RuleTestCoverage) {
        let percent = coverage.percent
        Terminal.notice(
            say(
                "覆盖率 \(percent)%，低于 \(coverageMin)%；没有胜出过的：",
                "\(percent) % is covered, less than \(coverageMin) %; these never won:"
            )
        )
        for line in coverage.uncoveredLines(.current) { Terminal.notice(line) }
    }

    /// Refuses a folder with misnamed or copied files, because the bot would refuse it too.
    private func checkFolder(_ path: String) throws {
        let (findings, sources) = RuleFolderCheck.findings(at: path)
        guard !findings.isEmpty else { return }
        let renderer = DiagnosticRenderer()
        throw CommandFailure(
            findings: findings.map {
                renderer.render($0, source: sources[$0.location.path], language: .current)
            }
        )
    }

    /// Runs a file and prints its report.
    private func report(_ suite: RuleTestSuite) throws -> RuleTestReport {
        var report = suite.run(namesContaining: namesContaining)
        if update, try rewriteGoldens(of: report, suite) {
            report = try suites(suite.path).first?.run(namesContaining: namesContaining) ?? report
        }
        Terminal.result(report.render(.current))
        return report
    }

    /// Rewrites golden files and prints each change; returns whether there was one.
    private func rewriteGoldens(of report: RuleTestReport, _ suite: RuleTestSuite) throws -> Bool {
        do {
            let changed = try suite.updateGoldens(of: report)
            for reply in changed {
                Terminal.result(reply.difference)
            }
            return !changed.isEmpty
        } catch {
            throw CommandFailure([error.message])
        }
    }

    private func suites(_ path: String) throws -> [RuleTestSuite] {
        let loaded: [RuleTestLoadResult]
        do {
            loaded = try RuleTestSuite.load(path: path)
        } catch {
            throw CommandFailure(error)
        }
        let renderer = DiagnosticRenderer()
        let findings = loaded.filter { $0.suite == nil }
            .flatMap { file in
                file.diagnostics.map {
                    renderer.render($0, source: file.sources[$0.location.path], language: .current)
                }
            }
        guard findings.isEmpty else { throw CommandFailure(findings: findings) }
        return loaded.compactMap(\.suite)
    }
}
