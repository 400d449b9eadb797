internal import AlipayClient
internal import AlipaySimulator
internal import ArgumentParser
internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import OperatorText
internal import ReplyBot
internal import RuleEngine

/// Plays Alipay towards a running bot.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: say(
            "在本机扮演支付宝：给运行中的 serve 发签名事件，并收它的回复。",
            "Play Alipay on this machine: send signed events to a running serve, and take its replies."
        ),
        discussion: say(
            "先运行一次生成目录，再在另一个终端：replybot serve --config simulated/replybot.yaml",
            "Run it once to make the folder, then in another terminal: replybot serve --config simulated/replybot.yaml"
        )
    )

    @OptionGroup var common: CommonOptions

    @Option(
        name: .customLong("say"),
        help: ArgumentHelp(say("顾客说的话，可多次", "What the customer says; may be repeated"), valueName: "text")
    )
    var messages: [String] = []

    @Option(
        help: ArgumentHelp(
            say("事件：follow、click:菜单、enter:场景…，可多次", "Event: follow, click:MENU, enter:SCENE…; may be repeated"),
            valueName: "event"
        )
    )
    var event: [EventOption] = []

    @Flag(help: ArgumentHelp(say("发控制台的网关验证", "Send the console's handshake")))
    var handshake = false

    @Option(help: ArgumentHelp(say("用户 id", "User id"), valueName: "id"))
    var user = "2088000000000099"

    @Option(
        help: ArgumentHelp(say("请求的字符集：GBK 或 UTF-8", "Charset of the requests: GBK or UTF-8"), valueName: "charset")
    )
    var charset = "GBK"

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp(say("每个事件投递几次", "How often each event is delivered"), valueName: "n")
    )
    var repetitions = 1

    @Flag(help: ArgumentHelp(say("用错误的密钥签名", "Sign with the wrong key")))
    var badSignature = false

    @Option(help: ArgumentHelp(say("密钥与配置所在的目录", "Folder of the keys and the configuration"), valueName: "dir"))
    var dir = "simulated"

    @Option(help: ArgumentHelp(say("生成目录时写入配置的规则", "Rules that a new configuration names"), valueName: "path"))
    var rules = "rules"

    @Option(help: ArgumentHelp(say("网关地址", "Gateway address"), valueName: "url"))
    var gateway = "http://127.0.0.1:8080/gateway"

    @Option(help: ArgumentHelp(say("模拟 API 的端口", "Port of the simulated API"), valueName: "port"))
    var apiPort = 8_090

    @Option(help: ArgumentHelp(say("等回复的秒数", "Seconds to wait for replies"), valueName: "s"))
    var wait = 5.0

    func run() async throws {
        try await common.run {
            guard let charset = Charset(name: charset) else {
                throw CommandFailure("--charset 只能是 GBK 或 UTF-8", "--charset must be GBK or UTF-8")
            }
            let folder = try SimulationFolder(path: dir, rulesPath: rules, apiPort: apiPort)
            if folder.isNew { announce(folder) }
            try await PortCheck.check(BotConfiguration.Listener(port: apiPort), setting: "--api-port")
            return try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration()) { client in
                try await play(folder.keys, client: client, charset: charset)
            }
        }
    }

    private func announce(_ folder: SimulationFolder) {
        Terminal.notice(
            say(
                "已生成密钥和配置。另开一个终端运行：replybot serve --config \(folder.configurationPath)",
                "Keys and configuration were made. In another terminal: replybot serve --config \(folder.configurationPath)"
            )
        )
    }

    private func play(_ keys: SimulationKeys, client: HTTPClient, charset: Charset) async throws -> ExitStatus {
        let platform = try keys.simulatedPlatform(now: { Date() })
        let courier = try SimulatedCourier(client: client, gateway: gateway, keys: keys, platform: platform)
        let server = SimulatedServer(platform, port: apiPort)
        return try await withThrowingTaskGroup(of: ExitStatus?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask { try await converse(courier, charset: charset) }
            defer { group.cancelAll() }
            return try await group.next().flatMap(\.self) ?? .unable
        }
    }

    private func converse(_ courier: SimulatedCourier, charset: Charset) async throws -> ExitStatus {
        var isClean = true
        for action in actions() {
            isClean = try await perform(action, through: courier, charset: charset) && isClean
        }
        return isClean ? .clean : .findings
    }

    /// The actions of the flags; without any, the lines of standard input, as they come.
    private func actions() -> AnySequence<SimulatedEvent.Action> {
        let fixed =
            (handshake ? [.gatewayCheck] : [])
            + GivenOrder.merge(
                ["--say": messages.map(SimulatedEvent.Action.say), "--event": event.map { .init($0.content) }],
                as: CommandLine.arguments
            )
        guard fixed.isEmpty else { return AnySequence(fixed) }
        return AnySequence(AnyIterator { readLine().map(SimulatedEvent.Action.say) })
    }

    /// Performs an action; returns whether the answer is the expected one.
    private func perform(
        _ action: SimulatedEvent.Action,
        through courier: SimulatedCourier,
        charset: Charset
    ) async throws -> Bool {
        let created = Date()
        let event = SimulatedEvent(action, userID: user, created: created, messageID: UUID().uuidString)
        let before = await courier.platform.delivered.count
        var verdict = AnswerVerdict.wrong("")
        for _ in 0..<max(1, repetitions) {
            verdict = try await deliver(event, through: courier, charset: charset)
            Terminal.result("→ \(action.label)  |  \(verdict.phrase[.current])")
        }
        guard case .acknowledged = verdict else { return badSignature ? !verdict.isAccepted : verdict.isAccepted }
        await printReplies(after: before, courier.platform)
        return !badSignature
    }

    private func deliver(
        _ event: SimulatedEvent,
        through courier: SimulatedCourier,
        charset: Charset
    ) async throws -> AnswerVerdict {
        do {
            return try await courier.deliver(event, charset: charset, forgery: badSignature ? .wrongKey : nil)
        } catch {
            throw CommandFailure(
                "连不上 \(gateway)：先在另一个终端运行 replybot serve --config \(dir)/replybot.yaml",
                "cannot reach \(gateway): first run replybot serve --config \(dir)/replybot.yaml in another terminal"
            )
        }
    }

    private func printReplies(after count: Int, _ platform: SimulatedPlatform) async {
        let hasArrived = try? await TimeLimit.run(seconds: wait) {
            try await platform.waitForDelivered(count + 1)
            return true
        }
        guard hasArrived == true else {
            return Terminal.result(say("← （没有回复）", "← (no reply)"))
        }
        // Further messages of one answer follow at once.
        _ = try? await TimeLimit.run(seconds: 0.3) {
            try await platform.waitForDelivered(.max)
            return true
        }
        for send in await platform.delivered.dropFirst(count) {
            Terminal.result("← \(ForeignText.lines(send.text))")
        }
    }
}

extension AnswerVerdict {
    /// Whether the platform counts the event as delivered.
    fileprivate var isAccepted: Bool {
        switch self {
        case .acknowledged, .gatewayVerified: true
        default: false
        }
    }
}

/// Restores the order between several repeatable options, which the parser loses.
enum GivenOrder {
    /// Merges values by option, each list in its own order, as the options follow one another in `arguments`.
    static func merge<Value>(_ values: [String: [Value]], as arguments: [String]) -> [Value] {
        var left = values.mapValues { $0[...] }
        let given = arguments.compactMap { argument -> Value? in
            let name = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            return left[name]?.popFirst()
        }
        return given + left.keys.sorted().flatMap { left[$0] ?? [] }
    }
}
