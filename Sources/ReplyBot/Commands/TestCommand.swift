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

    func run() async throws {
        try await common.run {
            var isSuccess = true
            var count = 0
            for suite in try paths.flatMap(suites) {
                let report = try report(suite)
                Terminal.result(report.render(.current))
                count += report.results.count
                isSuccess = isSuccess && report.failureCount == 0
            }
            guard count > 0 else {
                throw CommandFailure("没有运行任何测试:检查路径和 --run", "no test was run: check the paths and --run")
            }
            return isSuccess ? .clean : .findings
        }
    }

    private func report(_ suite: RuleTestSuite) throws -> RuleTestReport {
        let report = suite.run(namesContaining: namesContaining)
        guard update else { return report }
        do {
            guard try !suite.updateGoldens(of: report).isEmpty else { return report }
        } catch {
            throw CommandFailure([error.message])
        }
        return try suites(suite.path).first?.run(namesContaining: namesContaining) ?? report
    }

    private func suites(_ path: String) throws -> [RuleTestSuite] {
        let loaded: [RuleTestLoadResult]
        do {
            loaded = try RuleTestSuite.load(path: path)
        } catch {
            throw CommandFailure([error.message])
        }
        let renderer = DiagnosticRenderer()
        let errors = loaded.flatMap { file in
            file.suite != nil
                ? []
                : file.diagnostics.map {
                    renderer.render($0, source: file.sources[$0.location.path], language: .current)
                }
        }
        guard errors.isEmpty else { throw CommandFailure(errors.map(Phrase.init(verbatim:))) }
        return loaded.compactMap(\.suite)
    }
}
