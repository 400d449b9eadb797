internal import ArgumentParser
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// Writes the journal as a recording, with hand-offs and changes of the rules.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: say(
            "导出录制（JSON Lines）：签名请求、人工接待、规则更换，供 replay 使用。",
            "Export a recording as JSON Lines: signed requests, hand-offs, rule changes."
        ),
        discussion: say(
            "内容含顾客的原话和用户 id，请妥善保管；要给别人，用 --redact。例：replybot events export > events.jsonl",
            "It holds customers' words and ids: keep it safe, or use --redact before you give it away. "
                + "Example: replybot events export > events.jsonl"
        )
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp(say("数据库文件，覆盖 store.url", "Database file, in place of store.url"), valueName: "file"))
    var store: String?

    @OptionGroup var time: TimeOptions

    @Flag(help: ArgumentHelp(say("脱敏：同 events redact", "Redact it, like events redact")))
    var redact = false

    @OptionGroup var redaction: RedactionOptions

    func validate() throws {
        guard redact || redaction.isDefault else {
            throw ValidationError(
                say("--key-file 和 --keep-text 要和 --redact 一起用", "--key-file and --keep-text need --redact")
            )
        }
    }

    func run() async throws {
        try await common.run {
            let configuration = try options.source().loadWithoutKeys()
            let files = try? RuleFileReader.read(configuration.rulesPath)
            let zone = (files.flatMap(RuleLoader.settings)?.timeZone ?? RuleAccount().timeZone)
            let (since, until) = try time.moments(before: Date(), in: zone)
            var export = RecordingExport(
                try StoreOpening.openReadOnly(
                    store ?? configuration.storePath,
                    from: store == nil ? configuration.storeOrigin : .flag
                ),
                since: since,
                until: until
            )
            guard redact else {
                var (requests, changes) = (0, 0)
                while case let lines = try await export.next(), !lines.isEmpty {
                    for line in lines {
                        Terminal.result(String(decoding: line.bytes, as: UTF8.self))
                        switch line.line {
                        case .request, .event: requests += 1
                        default: changes += 1
                        }
                    }
                }
                Terminal.notice(
                    say(
                        "导出 \(requests) 个请求，\(changes) 个人工接待和规则更换",
                        English.count(requests, of: "request") + " exported, and "
                            + English.count(
                                changes,
                                of: "hand-off or rule change",
                                plural: "hand-offs and rule changes"
                            )
                    )
                )
                return .clean
            }
            var redactor = try redaction.redactor(rules: options.rules)
            Terminal.result(redactor.header.json())
            while case let lines = try await export.next(), !lines.isEmpty {
                for line in lines { if let line = redactor.redact(line) { Terminal.result(line.json()) } }
            }
            return redactor.conclude()
        }
    }
}

/// How to redact.
struct RedactionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say(
                "假名的密钥（至少 16 字节）；同一密钥的几份文件假名一致。默认每次随机",
                "Key of the pseudonyms, at least 16 bytes; files with the same key agree. Default: random"
            ),
            valueName: "file"
        )
    )
    var keyFile: String?

    @Flag(help: ArgumentHelp(say("原话照留（包括其中的姓名和号码）", "Keep texts as they are, with their names and numbers")))
    var keepText = false

    /// Whether neither was given.
    var isDefault: Bool { keyFile == nil && !keepText }

    /// A redactor; with rules, it compares the decisions.
    func redactor(rules: String?) throws -> Redactor {
        var options = Redactor.Options()
        options.keepsText = keepText
        options.hasOwnKey = keyFile != nil
        options.rules = try rules.map { try LoadedRules(path: $0).ruleSet() }
        return Redactor(key: try keyFile.map { try RedactionKey(path: $0) } ?? RedactionKey(), options: options)
    }
}

/// Redacts a recording.
struct RedactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: say(
            "给录制脱敏：用户 id、姓名、六位以上的号码换成同样形状的，仍可重放。",
            "Redact a recording: ids, names and numbers become others of the same shape; it can still be replayed."
        ),
        discussion: say(
            "给了 --rules，就逐条比较判定，不同的列出来，退出码 1。例：replybot events redact events.jsonl --rules rules > shared.jsonl",
            "With --rules each decision is compared with the original's; differences are listed, with exit status 1. "
                + "Example: replybot events redact events.jsonl --rules rules > shared.jsonl"
        )
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp(say("录制文件（JSON Lines）", "Recording (JSON Lines)")))
    var recording: String

    @OptionGroup var redaction: RedactionOptions

    @Option(help: ArgumentHelp(say("规则文件或目录，用来比较判定", "Rule file or folder, to compare decisions"), valueName: "path"))
    var rules: String?

    func run() async throws {
        try await common.run {
            var lines = try Recording(path: recording)
            var redactor = try redaction.redactor(rules: rules)
            var isBegun = false
            while let line = try lines.next() {
                if !isBegun { Terminal.result(redactor.header.json()) }
                isBegun = true
                if let line = redactor.redact(line) { Terminal.result(line.json()) }
            }
            return redactor.conclude()
        }
    }
}

extension Redactor {
    /// Tells what was done; differences and requests that had to be left out are findings.
    fileprivate func conclude() -> ExitStatus {
        Terminal.notice(
            say(
                "脱敏 \(count.events) 个事件"
                    + (count.compared > 0 ? "，比较 \(count.compared) 个判定，\(count.different) 个不同" : ""),
                English.count(count.events, of: "event") + " redacted"
                    + (count.compared > 0
                        ? "; \(English.count(count.compared, of: "decision")) compared, \(count.different) "
                            + English.agreed(count.different, one: "differs", many: "differ")
                        : "")
            )
        )
        for difference in differences {
            let (before, after) = (difference.original.phrase, difference.redacted.phrase)
            Terminal.notice(
                say(
                    "第 \(difference.line) 行：原来 \(before.chinese)，脱敏后 \(after.chinese)",
                    "line \(difference.line): \(before.english) before, \(after.english) after"
                )
            )
        }
        if count.unreadable > 0 {
            Terminal.notice(
                say(
                    "\(count.unreadable) 个请求是加密的或读不出来，没有写出",
                    English.count(count.unreadable, of: "request was", plural: "requests were")
                        + " encrypted or unreadable, and left out"
                )
            )
        }
        return count.different + count.unreadable == 0 ? .clean : .findings
    }
}

/// Puts a recording into a store.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: say(
            "把录制放进一个数据库，供控制台和测试用；绝不回复。",
            "Put a recording into a database, for the console and tests; nothing is ever answered."
        ),
        discussion: say(
            "每个事件用现在的规则判定后写入，没有回复；以后用这个数据库启动服务也不会再判定或发送。"
                + "正在被服务使用的数据库会被拒绝。例：replybot events import events.jsonl --store copy.db",
            "Each event is written with the decision of the present rules and without replies, so a server on that database "
                + "neither decides nor sends anything for it. A database that a server uses is refused. "
                + "Example: replybot events import events.jsonl --store copy.db"
        )
    )

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ConfigurationOptions

    @Argument(help: ArgumentHelp(say("录制文件（JSON Lines），可以是脱敏的", "Recording (JSON Lines), redacted or not")))
    var recording: String

    @Option(help: ArgumentHelp(say("数据库文件；没有就新建", "Database file; made when there is none"), valueName: "file"))
    var store: String

    func run() async throws {
        try await common.run {
            let configuration = try options.source().loadWithoutKeys()
            let progress = TerminalProgress(counting: LocalizedText("个事件", "event"))
            defer { progress.clear() }
            let count = try await RecordingImport.run(
                try Recording(path: recording),
                into: store,
                by: try LoadedRuleFiles(path: configuration.rulesPath),
                configuration: configuration
            ) { progress.report($0) }
            progress.clear()
            Terminal.result(
                say(
                    "导入 \(count.events) 个事件，重复 \(count.duplicates) 个，人工接待和规则更换 \(count.changes) 个",
                    English.count(count.events, of: "event") + " imported, "
                        + English.count(count.duplicates, of: "duplicate") + ", "
                        + English.count(
                            count.changes,
                            of: "hand-off or rule change",
                            plural: "hand-offs and rule changes"
                        )
                )
            )
            guard count.unreadable > 0 else { return .clean }
            Terminal.notice(
                say(
                    "\(count.unreadable) 个请求是加密的或读不出来，没有导入",
                    English.count(count.unreadable, of: "request was", plural: "requests were")
                        + " encrypted or unreadable, and not imported"
                )
            )
            return .findings
        }
    }
}
