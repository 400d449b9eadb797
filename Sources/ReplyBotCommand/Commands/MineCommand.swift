internal import ArgumentParser
internal import Evidence
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Finds the questions that the rules do not answer well.
struct MineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mine",
        abstract: say("找出规则没答好的问题，并建议关键词。", "Find questions that the rules do not answer well, with words for them."),
        subcommands: [MineTrafficCommand.self, MineIgnoreCommand.self],
        defaultSubcommand: MineTrafficCommand.self
    )
}

/// Recorded traffic as a file or a database, the rules, and the time that counts.
struct TrafficOptions: ParsableArguments {
    @OptionGroup var place: SourceOptions

    @Option(help: ArgumentHelp(say("规则文件或目录", "Rule file or folder"), valueName: "path"))
    var rules = "rules"

    @OptionGroup var time: TimeOptions

    func validate() throws {
        guard place.source != nil else { throw SourceOptions.missing }
    }

    /// Reads the source for the time that it covers.
    ///
    /// - Throws: `CommandFailure` where there is no entry.
    func open() async throws -> OpenTraffic {
        guard let source = place.source else { throw SourceOptions.missing }
        guard !source.isRereadable else { return OpenTraffic(source: source, span: try await source.span()) }
        var items: [TrafficSource.Item] = []
        let unreadable = try await source.read { items.append($0) }
        let moments = items.map(\.entry.at)
        guard let first = moments.min(), let last = moments.max() else { throw TrafficSource.isEmpty }
        return OpenTraffic(source: source, span: first...last, kept: items, unreadable: unreadable)
    }

    /// The time that counts, within that of the traffic; nil for an end without a limit.
    ///
    /// - Throws: `CommandFailure` where no event can be in it.
    func moments(within span: ClosedRange<Date>, in zone: TimeZone) throws -> (since: Date?, until: Date?) {
        let moments = try time.moments(before: span.upperBound, in: zone)
        if let since = moments.since, since > span.upperBound {
            throw CommandFailure("--since 晚于最后一个事件", "--since is after the last event")
        }
        if let until = moments.until, until <= span.lowerBound {
            throw CommandFailure("--until 不晚于第一个事件", "--until is not after the first event")
        }
        return moments
    }
}

/// Recorded traffic whose time is known.
struct OpenTraffic {
    let source: TrafficSource
    let span: ClosedRange<Date>
    /// The entries of a source that can be read only once.
    var kept: [TrafficSource.Item]?
    var unreadable = 0

    /// Gives each entry in order, with a progress bar, and tells what could not be read.
    func readEach(_ body: (TrafficSource.Item) throws -> Void) async throws {
        var unreadable = unreadable
        if let kept {
            for item in kept { try body(item) }
        } else {
            let progress = TerminalProgress(counting: LocalizedText("个事件", "event"))
            defer { progress.clear() }
            // What a running server adds meanwhile is left out.
            func take(_ item: TrafficSource.Item) throws { if item.entry.at <= span.upperBound { try body(item) } }
            unreadable = try await source.read(report: { progress.report($0) }, take)
        }
        guard unreadable > 0 else { return }
        Terminal.notice(
            say(
                "\(unreadable) 个请求读不出内容，已跳过",
                English.count(unreadable, of: "request was", plural: "requests were") + " unreadable, and passed over"
            )
        )
    }
}

extension TerminalProgress {
    /// Draws how far the reading of traffic is.
    func report(_ progress: TrafficSource.Progress) {
        report(ProgressBar.State(done: progress.bytes, total: progress.size, count: progress.entries))
    }
}

/// Groups the texts that rules do not take, or after whose answer the follower asks again.
struct MineTrafficCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "traffic",
        abstract: say("分组、建议关键词（默认）。", "Group texts and propose words (the default)."),
        discussion: say("例：replybot mine events.jsonl --since 7d", "Example: replybot mine events.jsonl --since 7d")
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var traffic: TrafficOptions

    @Option(help: ArgumentHelp(say("一组至少多少位顾客", "Least followers of a group"), valueName: "count"))
    var minUsers = 3

    @Option(help: ArgumentHelp(say("最多列出多少组", "Most groups to list"), valueName: "count"))
    var top = 20

    @Flag(help: ArgumentHelp(say("也列出已忽略和已解决的组", "List ignored and solved groups too")))
    var all = false

    @Flag(help: ArgumentHelp(say("输出可粘贴的规则和测试", "Print rules and tests to paste")))
    var yaml = false

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "text|json"))
    var format = ReplayFormat.text

    func validate() throws {
        guard (1...1_000_000).contains(minUsers), (1...1_000).contains(top) else {
            throw ValidationError(
                say("--min-users 至少为 1，--top 为 1 到 1000", "--min-users must be at least 1, --top from 1 to 1000")
            )
        }
        guard !yaml || format == .text else {
            throw ValidationError(say("--yaml 不能和 --format json 一起用", "--yaml and --format json exclude each other"))
        }
    }

    func run() async throws {
        try await common.run {
            let rules = try LoadedRules(path: traffic.rules).ruleSet()
            let ignored = try IgnoredFile(beside: traffic.rules).read()
            let open = try await traffic.open()
            var options = MiningOptions()
            options.minimumFollowers = minUsers
            options.top = top
            options.listsAll = all
            (options.since, options.until) = try traffic.moments(within: open.span, in: rules.account.timeZone)
            var miner = TrafficMiner(rules: rules, options: options)
            try await open.readEach { miner.add($0.entry, recorded: $0.recorded) }
            try print(miner.finish(ignoring: ignored), rules: rules)
            return .clean
        }
    }

    private func print(_ report: MiningReport, rules: RuleSet) throws {
        guard yaml else {
            Terminal.result(
                try format == .json
                    ? report.json()
                    : report.text(.current, in: rules.account.timeZone, columns: Terminal.columns)
            )
            return
        }
        let mined = MinedRules(report, beside: rules)
        guard !mined.isEmpty else {
            throw CommandFailure("没有可用的建议", "there is no proposal to print")
        }
        let files = (try? RuleFileReader.paths(at: traffic.rules)) ?? []
        let names = files.map { name(ofRuleFile: $0) }
        Terminal.result("# ---- mined.yaml ----")
        Terminal.result(mined.ruleFile(.current))
        Terminal.result("# ---- mined_test.yaml ----")
        Terminal.result(mined.testFile(rules: names + ["mined.yaml"]))
    }
}

extension MineTrafficCommand {
    /// The path of a rule file as seen from the folder of the rules, beside which the test file will be.
    private func name(ofRuleFile path: String) -> String {
        let root = URL(filePath: traffic.rules).standardizedFileURL.pathComponents
        let file = URL(filePath: path).standardizedFileURL.pathComponents
        guard file.count > root.count, file.starts(with: root) else { return file.last ?? path }
        return file.dropFirst(root.count).joined(separator: "/")
    }
}

/// Has a question ignored.
struct MineIgnoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ignore",
        abstract: say("以后不再列出含这个词的组。", "List groups with this word no more."),
        discussion: say(
            "例：replybot mine ignore 天气 --because \"与本店无关\"",
            "Example: replybot mine ignore 天气 --because \"not our business\""
        )
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("词", "The word")))
    var word: String

    @Option(help: ArgumentHelp(say("原因", "The reason"), valueName: "reason"))
    var because: String

    @Option(help: ArgumentHelp(say("规则文件或目录", "Rule file or folder"), valueName: "path"))
    var rules = "rules"

    func run() async throws {
        try await common.run {
            let file = IgnoredFile(beside: rules)
            var ignored = try file.read()
            guard ignored.ignore(word, because: because) else {
                throw CommandFailure("词和原因都不能为空", "the word and the reason must not be empty")
            }
            try file.write(ignored)
            Terminal.notice(say("已记入 \(file.path)", "noted in \(file.path)"))
            return .clean
        }
    }
}

/// The file of ignored questions beside the rules.
private struct IgnoredFile {
    let path: String

    init(beside rules: String) {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: rules, isDirectory: &isFolder)
        let place = URL(filePath: rules)
        let folder = exists && isFolder.boolValue ? place : place.deletingLastPathComponent()
        path = folder.appending(path: IgnoredQuestions.fileName).relativePath
    }

    func read() throws -> IgnoredQuestions {
        guard FileManager.default.fileExists(atPath: path) else { return IgnoredQuestions() }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw CommandFailure("读不出 \(path)：应为 UTF-8 文本", "cannot read \(path): it must be text in UTF-8")
        }
        do {
            return try IgnoredQuestions(parsing: text)
        } catch {
            throw CommandFailure(
                "\(path):\(error.line): \(error.text.chinese)",
                "\(path):\(error.line): \(error.text.english)"
            )
        }
    }

    func write(_ questions: IgnoredQuestions) throws {
        do {
            try Data(questions.text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                "写不了 \(path)：检查目录是否存在、可写",
                "cannot write \(path): check that its folder exists and can be written"
            )
        }
    }
}
