internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// Waiting and dead replies, and quarantined events.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: say("等待、放弃的回复和搁置的事件。", "Replies that wait or were given up, and events set aside."),
        discussion: say(
            "编号 17 是回复，e5 是事件。服务运行时也能用。例：replybot queue ls；replybot queue retry 17",
            "17 is a reply, e5 an event. Works while the server runs. Example: replybot queue ls; replybot queue retry 17"
        ),
        subcommands: [
            QueueListCommand.self, QueueShowCommand.self, QueueRetryCommand.self, QueueDropCommand.self,
        ]
    )
}

/// Lists the queue.
struct QueueListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: say("列出等待、发送中、放弃的回复和搁置的事件。", "List what waits, is sent, was given up or is set aside.")
    )

    @OptionGroup var options: OperatorOptions

    @Option(
        help: ArgumentHelp(
            say("只列这种状态；可写几次", "Only this state; may be given several times"),
            valueName: "queued|sending|dead|aside"
        )
    )
    var state: [QueueState] = []

    @Option(help: ArgumentHelp(say("最多列出最新的几条", "The newest so many at most"), valueName: "number"))
    var limit = 50

    @Option(help: ArgumentHelp(say("输出格式", "Output format"), valueName: "table|json"))
    var format = ListFormat.table

    func validate() throws {
        guard limit > 0 else { throw ValidationError(say("--limit 至少是 1", "--limit must be at least 1")) }
    }

    func run() async throws {
        try await options.run { settings in
            let states = state.isEmpty ? QueueState.allCases : state
            let entries = try await QueueEntry.list(try settings.open(), states: Set(states), limit: limit)
            guard !entries.isEmpty else {
                Terminal.notice(emptiness[.current])
                return .clean
            }
            switch format {
            case .table: Terminal.result(QueueTable(entries, at: Date()).render(.current))
            case .json: for entry in entries { Terminal.result(try entry.json(in: settings.time)) }
            }
            return .clean
        }
    }

    /// The sentence for an empty list.
    private var emptiness: LocalizedText {
        guard !state.isEmpty else {
            return LocalizedText(
                "队列是空的：没有等待、发送中或放弃的回复，也没有搁置的事件",
                "the queue is empty: no reply waits, is being sent or was given up, and no event is set aside"
            )
        }
        let names = QueueState.allCases.filter(state.contains)
        return LocalizedText(
            "队列里没有这种状态的：\(names.map(\.phrase.chinese).joined(separator: "、"))",
            "the queue has nothing in this state: \(names.map(\.phrase.english).joined(separator: ", "))"
        )
    }
}

/// Shows one entry of the queue.
struct QueueShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say("一条回复或一个事件的全部情况。", "Everything about one reply or event.")
    )

    @OptionGroup var options: OperatorOptions

    @Argument(help: ArgumentHelp(say("编号，如 17 或 e5", "Number, such as 17 or e5"), valueName: "number"))
    var number: QueueNumber

    @Flag(help: ArgumentHelp(say("也显示回复的内容", "Show what the reply says, too")))
    var text = false

    func run() async throws {
        try await options.run { settings in
            let report = try await QueueReport.make(
                number,
                from: try settings.open(),
                showsText: text,
                at: Date(),
                in: settings.time
            )
            guard let report else {
                Terminal.notice("\(number): \(ControlOutcome.unknown.phrase[.current])")
                return .findings
            }
            Terminal.result(report.render(.current))
            return .clean
        }
    }
}

/// Sends dead replies, and decides quarantined events.
struct QueueRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: say("再发放弃的回复；重新判定搁置的事件。", "Send replies after all; decide events after all."),
        discussion: say(
            "回复从现在起有新的有效期；超过 48 小时没有互动的用户发不了。",
            "A reply gets a new lifetime from now on; followers who did nothing for 48 hours cannot get one."
        )
    )

    @OptionGroup var options: OperatorOptions

    @Argument(help: ArgumentHelp(say("编号，如 17 或 e5", "Numbers, such as 17 or e5"), valueName: "number"))
    var numbers: [QueueNumber] = []

    @Flag(help: ArgumentHelp(say("所有放弃的回复（不含搁置的事件）", "All replies that were given up (not events)")))
    var all = false

    func validate() throws {
        guard numbers.isEmpty == all else {
            throw ValidationError(say("写编号，或者只写 --all", "give numbers, or --all and no number"))
        }
    }

    func run() async throws {
        try await options.run { settings in
            let answer = try await settings.perform(all ? .retryAll : .retry(numbers))
            if answer.results.isEmpty {
                Terminal.notice(say("没有放弃的回复", "no reply was given up"))
            }
            return answer.print()
        }
    }
}

/// Gives up entries of the queue.
struct QueueDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: say("放弃回复或搁置的事件，不再列出。", "Give replies or events up, and list them no longer.")
    )

    @OptionGroup var options: OperatorOptions

    @Argument(help: ArgumentHelp(say("编号，如 17 或 e5", "Numbers, such as 17 or e5"), valueName: "number"))
    var numbers: [QueueNumber]

    func run() async throws {
        try await options.run { try await $0.perform(.drop(numbers)).print() }
    }
}

extension QueueNumber: ExpressibleByArgument {
    init?(argument: String) {
        self.init(argument)
    }
}

extension ControlAnswer {
    /// Prints the outcome for each entry; the exit status tells whether all requests were carried out.
    func print() -> ExitStatus {
        for result in results {
            let name = result.number.map { "\($0): " } ?? ""
            let text = name + result.outcome.phrase[.current]
            if result.outcome.isDone { Terminal.result(text) } else { Terminal.notice(text) }
        }
        return results.allSatisfy(\.outcome.isDone) ? .clean : .findings
    }
}
