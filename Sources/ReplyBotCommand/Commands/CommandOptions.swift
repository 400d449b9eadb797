internal import ArgumentParser
internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// The option of every command.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("界面语言：zh 或 en（也可用环境变量 REPLYBOT_LANG）", "Language: zh or en (or REPLYBOT_LANG)"),
            valueName: "zh|en"
        )
    )
    var lang: String?

    func validate() throws {
        if let lang, OperatorLanguage(rawValue: lang) == nil {
            throw ValidationError(say("--lang 只能是 zh 或 en", "--lang must be zh or en"))
        }
        if let name = ProcessInfo.processInfo.environment["REPLYBOT_LANG"], !OperatorLanguage.isOne(name) {
            // The language is unknown.
            throw ValidationError("REPLYBOT_LANG 只能是 zh 或 en / REPLYBOT_LANG must be zh or en")
        }
    }

    /// Runs a command, and turns a failure into a sentence and an exit status.
    func run(_ work: () async throws -> ExitStatus) async throws {
        let status: ExitStatus
        do {
            status = try await work()
        } catch let failure as CommandFailure {
            Terminal.notice(failure.description)
            throw ExitCode(ExitStatus.unable.rawValue)
        } catch {
            let text = ForeignText.lines("\(error)")
            Terminal.notice(say("错误：\(text)", "error: \(text)"))
            throw ExitCode(ExitStatus.unable.rawValue)
        }
        if status != .clean { throw ExitCode(status.rawValue) }
    }
}

/// The place of the configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("配置文件（默认 replybot.yaml，若存在）", "Configuration file (default: replybot.yaml, if it exists)"),
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            say("规则文件或目录，覆盖 rules.path", "Rule file or folder, in place of rules.path"),
            valueName: "path"
        )
    )
    var rules: String?

    /// The sources of the settings; `flags` are added to those above.
    func source(flags: [Setting: String?] = [:]) -> ConfigurationSource {
        var all = flags.compactMapValues(\.self)
        all[.rulesPath] = rules
        return ConfigurationSource(path: config, flags: all, environment: ProcessInfo.processInfo.environment)
    }
}

/// The time that counts.
struct TimeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say(
                "从此刻起：20:00、2026-02-10、2026-02-10T20:00（账号时区）或 7d；20:00 和 7d 从最后一个事件往回算"
                    + "（events ls 和 export 从现在）",
                "From then on: 20:00, 2026-02-10, 2026-02-10T20:00 (account's zone) or 7d; 20:00 and 7d count back from "
                    + "the last event (events ls and export: from now)"
            ),
            valueName: "time"
        )
    )
    var since: String?

    @Option(help: ArgumentHelp(say("到此刻为止（不含），写法相同", "Until then, exclusive; written likewise"), valueName: "time"))
    var until: String?

    /// Whether a moment counts back from another one.
    var isRelative: Bool { [since, until].compactMap(\.self).contains(where: EventTime.isRelative) }

    /// The moments, counted back from `now`.
    ///
    /// - Throws: `CommandFailure` where one is none, or where no time is between them.
    func moments(before now: Date, in zone: TimeZone) throws -> (since: Date?, until: Date?) {
        let start = try EventTime.date(since, of: "--since", now: now, in: zone)
        let end = try EventTime.date(until, of: "--until", now: now, in: zone)
        if let start, let end, start >= end {
            throw CommandFailure("--since 必须早于 --until", "--since must be before --until")
        }
        return (start, end)
    }
}

/// The recorded traffic of a command, or none: a file or a database.
struct SourceOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            say("录制文件（JSON Lines），或用 --store", "Recording (JSON Lines); or use --store"),
            valueName: "events"
        )
    )
    var recording: String?

    @Option(help: ArgumentHelp(say("读这个数据库里的事件", "Read the events of this database"), valueName: "file"))
    var store: String?

    /// The source that one of the two names; nil where neither does.
    var source: TrafficSource? {
        store.map { .store(path: $0) } ?? recording.map { .recording(path: $0) }
    }

    func validate() throws {
        guard recording == nil || store == nil else {
            throw ValidationError(
                say("EVENTS 和 --store 只能给一个", "EVENTS and --store exclude each other: give one of them")
            )
        }
    }

    /// The failure of a command that cannot do without them.
    static var missing: ValidationError {
        ValidationError(
            say("缺少 EVENTS：给一个录制文件，或用 --store 给数据库", "EVENTS is missing: give a recording, or a database with --store")
        )
    }
}

/// The options of an operator's command: the language, and the database.
struct OperatorOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions

    @Option(
        help: ArgumentHelp(
            say("配置文件（默认 replybot.yaml，若存在）", "Configuration file (default: replybot.yaml, if it exists)"),
            valueName: "file"
        )
    )
    var config: String?

    @Option(help: ArgumentHelp(say("数据库文件，覆盖 store.url", "Database file, in place of store.url"), valueName: "file"))
    var store: String?

    /// Runs a command on the database.
    func run(_ work: (DatabaseSettings) async throws -> ExitStatus) async throws {
        try await common.run { try await work(try settings()) }
    }

    /// Reads the configuration and the settings in the rule files.
    private func settings() throws -> DatabaseSettings {
        let source = ConfigurationSource(path: config, environment: ProcessInfo.processInfo.environment)
        let configuration = try source.loadWithoutKeys()
        let files = try? RuleFileReader.read(configuration.rulesPath)
        return DatabaseSettings(
            path: store ?? configuration.storePath,
            origin: store == nil ? configuration.storeOrigin : .flag,
            delivery: configuration.delivery,
            rulesPath: configuration.rulesPath,
            rules: files.flatMap(RuleLoader.settings)
        )
    }
}

/// A database, with the settings for reading and changing it.
struct DatabaseSettings: Sendable {
    let path: String
    let origin: StoreOrigin
    let delivery: DeliveryPolicy
    /// The configured rule file or folder.
    let rulesPath: String
    /// Nil when no rule file can be read: then the defaults apply.
    let rules: RuleFileSettings?

    /// Times in the account's zone.
    var time: OperatorTime { rules.map { OperatorTime(zone: $0.timeZone) } ?? OperatorTime() }

    /// Opens the database for reading.
    func open() throws -> JournalReader {
        try StoreOpening.openReadOnly(path, from: origin)
    }

    /// Performs a request, in the running server if there is one.
    func perform(_ request: ControlRequest) async throws -> ControlAnswer {
        let cap = rules?.handoffCap ?? RuleLimits().handoffCap
        return try await ControlClient(database: path, from: origin, policy: delivery, handoffCap: cap).perform(request)
    }
}

/// The output format of a list.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
}

/// An event on the command line: `follow`, `click:MENU`, `enter:SCENE`.
struct EventOption: ExpressibleByArgument {
    let content: RuleEvent.Content

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        let parameter = parts.count > 1 ? parts[1] : nil
        switch (parts.first, parameter) {
        case ("image", nil): content = .image
        case ("follow", let scene): content = .follow(scene: scene)
        case ("unfollow", nil): content = .unfollow
        case ("enter", let scene): content = .enter(scene: scene)
        case ("click", let menu?): content = .click(menu: menu)
        case ("unknown", nil): content = .unknown
        default: return nil
        }
    }
}
