internal import ArgumentParser
internal import Evidence
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Compares two rule sets on recorded events.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: say(
            "用录制的事件比较两套规则：哪些回复会变，用户接着做了什么。",
            "Compare two rule sets on recorded events: which answers change, and what the followers did next."
        ),
        discussion: say(
            "例：replybot diff git:main rules/ events.jsonl --fail-on lost",
            "Example: replybot diff git:main rules/ events.jsonl --fail-on lost"
        )
    )

    @OptionGroup var common: CommonOptions

    @Argument(
        help: ArgumentHelp(
            say("旧规则：目录、文件、git:提交 或 git:提交:路径", "The old rules: a folder, a file, git:COMMIT or git:COMMIT:PATH")
        )
    )
    var old: String

    @Argument(help: ArgumentHelp(say("新规则，写法相同", "The new rules, likewise")))
    var new: String

    @OptionGroup var place: SourceOptions

    @Option(help: ArgumentHelp(say("每种变化列几个例子（默认 3）", "Samples of each kind of change (default: 3)"), valueName: "n"))
    var show: Int?

    @Option(
        help: ArgumentHelp(
            say(
                "只列这些变化：lost、gained、changed、text、person、silent，用逗号分开",
                "Only these changes: lost, gained, changed, text, person, silent, separated by commas"
            ),
            valueName: "kinds"
        )
    )
    var only: String?

    @Option(
        help: ArgumentHelp(
            say("只列与这条规则（或 fallback）有关的变化", "Only changes from or to this rule, or fallback"),
            valueName: "id"
        )
    )
    var rule: String?

    @Option(help: ArgumentHelp(say("再按用户或日期列一张表", "Also a table by follower or by day"), valueName: "user|day"))
    var by: DiffView.Grouping?

    @OptionGroup var time: TimeOptions

    @Option(
        help: ArgumentHelp(
            say(
                "有这些变化就失败（退出码 1）：lost、gained、changed、text、person、silent、unknown、any",
                "Fail (status 1) on lost, gained, changed, text, person, silent, unknown, any"
            ),
            valueName: "kinds"
        )
    )
    var failOn: String?

    @Option(help: ArgumentHelp(say("失去回复超过此数（或 2%）就失败", "Fail when more are lost, as a number or 2%"), valueName: "n"))
    var maxLost: DiffGates.Limit?

    @Option(help: ArgumentHelp(say("变化超过此数（或 2%）就失败", "Fail when more are changed, as a number or 2%"), valueName: "n"))
    var maxChanged: DiffGates.Limit?

    @Option(
        help: ArgumentHelp(
            say("各规则应回答几个事件（YAML）", "How many events rules must answer (YAML)"),
            valueName: "file"
        )
    )
    var expect: String?

    @Option(
        help: ArgumentHelp(
            say("输出格式（默认 text）", "Output format (default: text)"),
            valueName: "text|json|junit|markdown|html"
        )
    )
    var format = DiffFormat.text

    @Option(
        help: ArgumentHelp(
            say("把每种变化写成一个规则测试（已脱敏）", "Write each kind of change as a rule test, redacted"),
            valueName: "file"
        )
    )
    var writeTests: String?

    @Option(
        help: ArgumentHelp(
            say(
                "假定录制当天开始之前每位用户最多收到几条（默认为每日上限的一半）",
                "The most messages a follower got earlier on the first day (default: half the daily limit)"
            ),
            valueName: "n"
        )
    )
    var earlierMessages: Int?

    @Flag(
        help: ArgumentHelp(
            say("假定录制开始时可能有人工接待在进行", "Assume that hand-offs by operators may run when the recording begins")
        )
    )
    var earlierHandoffs = false

    @Flag(
        help: ArgumentHelp(
            say(
                "对任意消息证明：哪几类会变，其余都不变；可以不给 EVENTS",
                "Prove for any message which kinds change, and that no other does; needs no EVENTS"
            )
        )
    )
    var prove = false

    func validate() throws {
        if place.source == nil {
            guard prove else { throw SourceOptions.missing }
            if let flag = flagsOfEvents.first {
                throw ValidationError(
                    say(
                        "\(flag) 要有 EVENTS 或 --store：没有事件时只做证明",
                        "\(flag) needs EVENTS or --store: without events there is only the proof"
                    )
                )
            }
        }
        guard show ?? 0 >= 0, earlierMessages ?? 0 >= 0 else {
            throw ValidationError(say("数目不能是负数", "a number cannot be negative"))
        }
        _ = try classes(only, of: "--only", except: [.unknown, .any])
        _ = try classes(failOn, of: "--fail-on", except: [])
    }

    func run() async throws {
        try await common.run {
            let before = try await DiffSide.read(old, other: new)
            let after = try await DiffSide.read(new, other: old)
            var gates = DiffGates()
            gates.failing = try classes(failOn, of: "--fail-on", except: [])
            (gates.mostLost, gates.mostChanged) = (maxLost, maxChanged)
            if let expect { gates.expectations = try DiffExpectation.read(path: expect, old: before, new: after) }
            if let rule { try requireKnown(rule, before, after) }
            let view = try view()
            let proof =
                prove
                ? ProofReport(
                    old: before,
                    new: after,
                    result: BehaviourProof(old: before.rules, new: after.rules).result(),
                    failing: gates.failing,
                    view: view
                ) : nil
            guard let source = place.source else {
                guard let proof else { throw SourceOptions.missing }
                Terminal.result(try rendered(proof))
                return proof.isFailed ? .findings : .clean
            }
            let options = try await options(of: source, in: after.rules.account.timeZone)
            let progress = TerminalProgress(counting: LocalizedText("个事件", "event"))
            defer { progress.clear() }
            let result = try await RuleComparison(old: before, new: after)
                .run(on: source, options: options) { progress.report($0) }
            progress.clear()
            let report = DiffReport(
                old: before,
                new: after,
                events: source.name,
                result: result,
                verdicts: gates.verdicts(on: result),
                view: view,
                users: result.users.map { .init(name: "\(MaskedUserID($0.follower.user))", counts: $0.counts) },
                proof: proof
            )
            if result.hasOperatorHandoffs, !earlierHandoffs {
                Terminal.notice(
                    say(
                        "录制里有人工接待；录制开始前的没有算进去，加 --earlier-handoffs 会把可能受影响的事件列为无法判定",
                        "operators hand off in this recording; with --earlier-handoffs, what their earlier hand-offs may decide is unknown"
                    )
                )
            }
            if let writeTests { try keepTests(of: report, in: writeTests) }
            Terminal.result(try rendered(report))
            return report.isFailed ? .findings : .clean
        }
    }

    /// The flags that say something about events.
    private var flagsOfEvents: [String] {
        let flags = [
            ("--show", show != nil), ("--by", by != nil), ("--since", time.since != nil),
            ("--until", time.until != nil),
            ("--max-lost", maxLost != nil), ("--max-changed", maxChanged != nil), ("--expect", expect != nil),
            ("--write-tests", writeTests != nil), ("--earlier-messages", earlierMessages != nil),
            ("--earlier-handoffs", earlierHandoffs),
        ]
        return flags.filter(\.1).map(\.0)
    }

    /// What counts; `7d` and `20:00` count back from the last event, for which the events are read once more.
    private func options(of source: TrafficSource, in zone: TimeZone) async throws -> RuleDiff.Options {
        var options = RuleDiff.Options()
        let end = time.isRelative ? try await source.span().upperBound : Date()
        (options.since, options.until) = try time.moments(before: end, in: zone)
        options.earlier.messages = earlierMessages
        options.earlier.operatorHandoffs = earlierHandoffs
        return options
    }

    private func view() throws -> DiffView {
        var view = DiffView()
        if let show { view.samples = show }
        view.only = try classes(only, of: "--only", except: [.unknown, .any])
        view.rule = rule
        view.grouping = by
        return view
    }

    private func classes(_ text: String?, of flag: String, except: [DiffGates.Class]) throws -> [DiffGates.Class] {
        let known = DiffGates.Class.allCases.filter { !except.contains($0) }
        return try (text ?? "").split(separator: ",")
            .map { word in
                guard let found = known.first(where: { $0.rawValue == word }) else {
                    let words = known.map(\.rawValue).joined(separator: say("、", ", "))
                    throw ValidationError(say("\(flag) 只能是 \(words)", "\(flag) takes \(words)"))
                }
                return found
            }
    }

    private func requireKnown(_ id: String, _ old: DiffSide, _ new: DiffSide) throws {
        let known = (old.rules.rules + new.rules.rules).map(\.id) + [Fallback.id]
        guard !known.contains(id) else { return }
        let near = NearestName.find(id, among: known)
        throw CommandFailure(
            "两边都没有规则“\(ForeignText.oneLine(id.excerpt))”" + (near.map { "；是不是“\($0)”？" } ?? ""),
            "neither side has a rule “\(ForeignText.oneLine(id.excerpt))”"
                + (near.map { "; did you mean “\($0)”?" } ?? "")
        )
    }

    private func rendered(_ report: DiffReport) throws -> String {
        let language = OperatorLanguage.current
        return switch format {
        case .text: report.text(language, columns: Terminal.columns)
        case .json: try report.json()
        case .junit: report.junit(language)
        case .markdown: report.markdown(language)
        case .html: report.html(language)
        }
    }

    private func rendered(_ proof: ProofReport) throws -> String {
        let language = OperatorLanguage.current
        return switch format {
        case .text: proof.text(language, columns: Terminal.columns)
        case .json: try proof.json()
        case .junit: proof.junit(language)
        case .markdown: proof.markdown(language)
        case .html: proof.html(language)
        }
    }

    private func keepTests(of report: DiffReport, in path: String) throws {
        let tests = report.ruleTests(rulesPath: DiffTests.relative(report.new, to: path))
        guard let yaml = tests.yaml(.current) else {
            throw CommandFailure("没有可以写成测试的变化", "there is no change that a test can show")
        }
        do {
            try Data(yaml.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure("写不了 \(path)：检查路径和权限", "cannot write \(path): check path and mode")
        }
        Terminal.notice(
            say(
                "写了 \(tests.tests.count) 个测试到 \(path)，\(tests.skipped) 种变化要有之前的对话，写不成一句",
                English.count(tests.tests.count, of: "test") + " written to \(path); "
                    + English.count(tests.skipped, of: "kind of change needs", plural: "kinds of change need")
                    + " a conversation before"
            )
        )
    }
}

/// The formats of a diff.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case junit
    case markdown
    case html
}

extension DiffView.Grouping: ExpressibleByArgument {}

extension DiffGates.Limit: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
