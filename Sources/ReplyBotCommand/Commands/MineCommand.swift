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

/// Recorded traffic as a file or a database, and the time that counts.
struct TrafficOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(say("录制文件（JSON Lines），或用 --store", "Recording (JSON Lines), or use --store")))
    var recording: String?

    @Option(help: ArgumentHelp(say("从数据库读取", "Read from the database"), valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp(say("规则文件或目录", "Rule file or folder"), valueName: "path"))
    var rules = "rules"

    @Option(
        help: ArgumentHelp(
            say(
                "最近多久，如 7d（从最后一条算起），或时刻 2026-02-10T20:00（账号时区）",
                "The last 7d, counted from the last event, or from 2026-02-10T20:00 on (account's zone)"
            ),
            valueName: "time"
        )
    )
    var since: String?

    /// The source that one of the two names.
    func source() throws -> TrafficSource {
        switch (recording, store) {
        case (let path?, nil): return .recording(path: path)
        case (nil, let path?): return .store(path: path)
        default:
            throw CommandFailure("给一个录制文件，或用 --store 给数据库", "give a recording, or a database with --store")
        }
    }

    /// All entries, in order.
    ///
    /// - Throws: `CommandFailure` where there is none.
    func items() async throws -> [TrafficSource.Item] {
        var items: [TrafficSource.Item] = []
        let unreadable = try await source().read { items.append($0) }
        if unreadable > 0 {
            Terminal.notice(
                say("\(unreadable) 个请求读不出内容，已跳过", "\(unreadable) requests cannot be read and are passed over")
            )
        }
        guard !items.isEmpty else {
            throw CommandFailure("没有事件：检查录制文件或数据库", "there are no events: check the recording or database")
        }
        return items
    }

    /// The beginning of the time that counts; nil for everything.
    func start(before end: Date, in zone: TimeZone) throws -> Date? {
        guard let since else { return nil }
        if let seconds = DurationText.seconds(since) { return end.addingTimeInterval(-TimeInterval(seconds)) }
        guard let time = LocalTime(since) else {
            throw CommandFailure(
                "--since 应写成 7d 或 2026-02-10T20:00，现在是 “\(since.excerpt)”",
                "--since must be like 7d or 2026-02-10T20:00, not \"\(since.excerpt)\""
            )
        }
        return time.date(in: zone)
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
    }

    func run() async throws {
        try await common.run {
            let rules = try LoadedRules(path: traffic.rules).ruleSet()
            let ignored = try IgnoredFile(beside: traffic.rules).read()
            let items = try await traffic.items()
            var options = MiningOptions()
            options.minimumFollowers = minUsers
            options.top = top
            options.listsAll = all
            options.since = try traffic.start(before: items.map(\.entry.at).max() ?? Date(), in: rules.account.timeZone)
            var miner = TrafficMiner(rules: rules, options: options)
            for item in items { miner.add(item.entry, recorded: item.recorded) }
            try print(miner.finish(ignoring: ignored), rules: rules)
            return .clean
        }
    }

    private func print(_ report: MiningReport, rules: RuleSet) throws {
        guard yaml else {
            Terminal.result(
                try format == .json ? report.json() : report.text(.current, in: rules.account.timeZone)
            )
            return
        }
        let mined = MinedRules(report, beside: rules)
        guard !mined.isEmpty else {
            throw CommandFailure("没有可用的建议", "there is no proposal to print")
        }
        let files = (try? RuleFileReader.paths(at: traffic.rules)) ?? []
        let names = files.map { URL(filePath: $0).lastPathComponent }
        Terminal.result("# ---- mined.yaml ----")
        Terminal.result(mined.ruleFile(.current))
        Terminal.result("# ---- mined_test.yaml ----")
        Terminal.result(mined.testFile(rules: names + ["mined.yaml"]))
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
