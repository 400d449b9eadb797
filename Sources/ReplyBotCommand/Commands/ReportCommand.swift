internal import ArgumentParser
internal import Evidence
internal import Foundation
internal import ReplyBot
internal import RuleEngine

/// Reports what was asked, answered and not understood.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: say("报告：问了什么、答了什么、没听懂什么。", "Report what was asked, answered and not understood."),
        discussion: say(
            "例：replybot report --since 7d --store replybot.db --format html > report.html",
            "Example: replybot report --since 7d --store replybot.db --format html > report.html"
        )
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var traffic: TrafficOptions

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "text|json|html"))
    var format = ReportFormat.text

    func run() async throws {
        try await common.run {
            let rules = try LoadedRules(path: traffic.rules).ruleSet()
            let open = try await traffic.open()
            let (since, until) = try traffic.moments(within: open.span, in: rules.account.timeZone)
            let (first, end) = (open.span.lowerBound, until ?? open.span.upperBound)
            // Without a time, the newer half is compared with the older.
            let half = first.addingTimeInterval(end.timeIntervalSince(first) / 2)
            var reporter = TrafficReporter(rules: rules, from: since ?? half, to: end, excludingEnd: until != nil)
            try await open.readEach {
                reporter.add(
                    $0.entry,
                    recorded: $0.recorded,
                    recordedTaker: $0.taker,
                    recordedShadow: $0.shadow
                )
            }
            let report = reporter.finish()
            let tables = ReportTables(report, in: rules.account.timeZone)
            switch format {
            case .text: Terminal.result(tables.text(.current))
            case .json: Terminal.result(try report.json())
            case .html: Terminal.result(tables.page(.current))
            }
            return .clean
        }
    }
}

/// The output format of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case html
}
