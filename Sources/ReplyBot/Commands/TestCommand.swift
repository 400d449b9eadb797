internal import ArgumentParser
internal import Foundation
internal import RuleEngine

/// Runs rule tests.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: say("运行规则测试文件(*_test.yaml)。", "Run rule tests (*_test.yaml)."),
        discussion: say("例:replybot test rules/", "Example: replybot test rules/")
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("测试文件,或含测试文件的目录", "Test files, or folders of them")))
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

    func run() async throws {
        try await common.run {
            let reports = try paths.flatMap(suites).map(report)
            guard reports.contains(where: { !$0.results.isEmpty }) else {
                throw CommandFailure("没有运行任何测试:检查路径和 --run", "no test was run: check the paths and --run")
            }
            let isCovered = reports.allSatisfy { $0.coverage.percent >= coverageMin }
            if !isCovered {
                Terminal.notice(say("覆盖率低于 \(coverageMin)%", "less than \(coverageMin) % is covered"))
            }
            return isCovered && reports.allSatisfy { $0.failureCount == 0 } ? .clean : .findings
        }
    }

    /// Runs a file and prints what came of it.
    private func report(_ suite: RuleTestSuite) throws -> RuleTestReport {
        var report = suite.run(namesContaining: namesContaining)
        if update, try rewriteGoldens(of: report, suite) {
            report = try suites(suite.path).first?.run(namesContaining: namesContaining) ?? report
        }
        Terminal.result(report.render(.current))
        return report
    }

    /// Whether a golden file was changed; prints each change.
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
