internal import ArgumentParser
internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// Everything about recorded events.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: say("已记录的事件：查找、来龙去脉、为什么，导出、导入、脱敏。", "Recorded events: find, show, why; export, import, redact."),
        discussion: say(
            "服务运行时也能用（import 除外）。例：replybot events ls --silent unmatched --since 7d",
            "Works while the server runs (import does not). Example: replybot events ls --silent unmatched --since 7d"
        ),
        subcommands: [
            EventsListCommand.self, EventsShowCommand.self, EventsWhyCommand.self, ExportCommand.self,
            ImportCommand.self, RedactCommand.self,
        ]
    )
}

/// Lists the newest events.
struct EventsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: say("列出最近的事件：谁、说了什么、哪条规则回的。", "List the newest events: who, what, and which rule answered.")
    )

    @OptionGroup var options: OperatorOptions

    @Option(help: ArgumentHelp(say("只列这位用户的；id 要写全", "Only this follower's; write the whole id"), valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp(say("只列这条规则回答的", "Only those that this rule answered"), valueName: "rule"))
    var rule: String?

    @Option(
        help: ArgumentHelp(
            say("只列没有回答的：any 或原因", "Only those without an answer: any, or the reason"),
            valueName: EventFilter.Silence.words.joined(separator: "|")
        )
    )
    var silent: String?

    @Option(help: ArgumentHelp(say("内容与正则相符的", "Only texts that match an expression"), valueName: "regex"))
    var text: String?

    @OptionGroup var time: TimeOptions

    @Option(help: ArgumentHelp(say("最多列出最新的几个", "The newest so many at most"), valueName: "number"))
    var limit = 50

    @Flag(help: ArgumentHelp(say("写全用户 id", "Whole user ids")))
    var full = false

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "table|json"))
    var format = ListFormat.table

    func validate() throws {
        guard limit > 0 else { throw ValidationError(say("--limit 至少是 1", "--limit must be at least 1")) }
        if let silent, EventFilter.Silence(silent) == nil {
            let words = EventFilter.Silence.words.joined(separator: say("、", ", "))
            throw ValidationError(say("--silent 只能是 \(words)", "--silent must be one of \(words)"))
        }
    }

    func run() async throws {
        try await options.run { settings in
            let listing = try await EventListing.find(try filter(settings), in: try settings.open(), limit: limit)
            let table = EventTable(listing, showsWholeIDs: full, in: settings.time)
            if listing.events.isEmpty {
                Terminal.notice(say("没有符合的事件", "no event fits"))
            } else {
                switch format {
                case .table: Terminal.result(table.render(.current))
                case .json: for line in try table.json() { Terminal.result(line) }
                }
            }
            if listing.isCut {
                Terminal.notice(say("还有更早的：加大 --limit", "there are older ones: raise --limit"))
            }
            if let unsearched = listing.unsearched {
                Terminal.notice(
                    say(
                        "只查了 \(EventListing.reach) 个编号：e\(unsearched) 和更早的没有查，用 --until 往前查",
                        "searched \(EventListing.reach) numbers: e\(unsearched) and older ones were not searched; "
                            + "go back with --until"
                    )
                )
            }
            return .clean
        }
    }

    private func filter(_ settings: DatabaseSettings) throws -> EventFilter {
        let (since, until) = try time.moments(before: Date(), in: settings.time.zone)
        var filter = EventFilter(EventSearch(userID: user, since: since, until: until))
        filter.rule = rule
        filter.silence = silent.flatMap { EventFilter.Silence($0) }
        if let text { try filter.require(text: text) }
        return filter
    }
}

/// The event of a command, and the rules to compare with.
struct EventOptions: ParsableArguments {
    @OptionGroup var database: OperatorOptions

    @Argument(help: ArgumentHelp(say("编号，如 e5", "Number, such as e5"), valueName: "event"))
    var event: EventNumber

    @Option(
        help: ArgumentHelp(
            say("规则文件或目录，覆盖 rules.path", "Rule file or folder, in place of rules.path"),
            valueName: "path"
        )
    )
    var rules: String?

    /// The story of the event; nil, after a notice, when there is none.
    func story(_ settings: DatabaseSettings) async throws -> EventStory? {
        if let story = try await EventStory.read(event.id, from: try settings.open()) { return story }
        Terminal.notice("e\(event.id): \(ControlOutcome.unknown.phrase[.current])")
        return nil
    }
}

/// The number of an event on the command line, `e5` or `5`.
struct EventNumber: ExpressibleByArgument {
    let id: EventID

    init?(argument: String) {
        guard let number = QueueNumber(argument) else { return nil }
        id = EventID(rawValue: number.digits)
    }
}

/// Tells the whole story of an event.
struct EventsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say(
            "一个事件的来龙去脉：收到、判定、状态、回复、每次发送。",
            "The story of an event: request, decision, state, replies, attempts."
        )
    )

    @OptionGroup var options: EventOptions

    @Flag(help: ArgumentHelp(say("写全用户 id", "The whole user id")))
    var full = false

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "text|json"))
    var format = ReplayFormat.text

    func run() async throws {
        try await options.database.run { settings in
            guard let story = try await options.story(settings) else { return .findings }
            let path = options.rules ?? settings.rulesPath
            // Without rules there is still a story; rules that were named must be there.
            let present = options.rules == nil ? try? LoadedRuleFiles(path: path) : try LoadedRuleFiles(path: path)
            switch format {
            case .text:
                let report = EventStoryReport(story, by: present, showsWholeID: full, in: settings.time)
                Terminal.result(report.render(.current))
            case .json:
                Terminal.result(
                    try EventStoryDocument(story, by: present, showsWholeID: full, in: settings.time).json()
                )
            }
            return .clean
        }
    }
}

/// Explains the decision about an event with the follower's state of that moment.
struct EventsWhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: say(
            "为什么这样回（或不回）：try --explain 的表，用当时的真实状态。",
            "Why it was answered so, or not: the table of try --explain, with the real state of that moment."
        )
    )

    @OptionGroup var options: EventOptions

    func run() async throws {
        try await options.database.run { settings in
            guard let story = try await options.story(settings) else { return .findings }
            let present = try LoadedRuleFiles(path: options.rules ?? settings.rulesPath)
            guard let review = DecisionReview(story, by: present) else {
                throw CommandFailure(
                    "e\(options.event.id) 的请求是加密的，或者读不出来，没法解释",
                    "the request of e\(options.event.id) is encrypted or unreadable, so it cannot be explained"
                )
            }
            let report = DecisionReviewReport(review, of: story, by: present.rules, in: settings.time)
            Terminal.result(report.render(.current))
            return .clean
        }
    }
}
