import AlipayClient
import AlipaySimulator
import AsyncHTTPClient
import BotCore
import Foundation
import Logging
import ReplyStore
import RuleAuthoring
import RuleEngine
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyBotCommand

/// The simulator and the whole bot in this process, on free ports.
struct TestWorld: Sendable {
    /// Monday-to-Friday morning in the shop's opening hours: 2026-02-10 10:00 in Shanghai.
    static let start = Date(timeIntervalSince1970: 1_770_688_800)
    static let user = "2088102122458832"
    /// Throw-away keys, made once for all tests.
    static let keys = Result { try SimulationKeys.generate() }

    let platform: SimulatedPlatform
    let courier: SimulatedCourier
    let store: ReplyStore
    let clock: ManualClock
    let logs: LogCollection
    let keys: CurrentKeys
    let limiter: ConcurrencyLimiter
    let gateway: String
    /// The console's address, without a path.
    let console: String
    let metrics: BotMetrics
    let client: HTTPClient
    /// Starts to stop the bot, as SIGTERM does.
    let stop: @Sendable () async -> Void
    /// Every decision, in order.
    let decisions: AsyncStream<Decision>

    /// The options of a test.
    struct Options {
        var rules = TestRules.shop
        /// In place of `rules`.
        var currentRules: CurrentRules?
        var keys = TestWorld.keys
        var cipher: ContentCipher?
        var identity: AlipayIdentity?
        var certificateSerial: String?
        var logLevel = Logger.Level.info
        var faults = FaultPoints()
        var limits = IntakeLimits.unhurried
        var handoverLimits = Handover<AcceptedEvent>.Limits()
        /// In place of one in memory.
        var inFlight: InFlightFile?
        var signing = SigningExecutor()
        /// In place of one in memory.
        var store: ReplyStore?
        var controlSocket: ControlSocket?
        /// Whether the control socket must exist before the test begins.
        var waitsForControl = true
        var configure: @Sendable (inout BotConfiguration) -> Void = { _ in }
    }

    /// Starts everything, runs `body`, and stops everything as SIGTERM does.
    static func run<Value: Sendable>(
        _ options: Options = Options(),
        _ body: @escaping @Sendable (TestWorld) async throws -> Value
    ) async throws -> Value {
        try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration(limits: .patient)) { client in
            try await start(options, client: client, body)
        }
    }

    private static func start<Value: Sendable>(
        _ options: Options,
        client: HTTPClient,
        _ body: @escaping @Sendable (TestWorld) async throws -> Value
    ) async throws -> Value {
        let clock = ManualClock(start)
        let keys = try options.keys.get()
        let platform = try platform(options, keys: keys, clock: clock)
        let (apiPorts, announceAPI) = AsyncStream.makeStream(of: Int.self)
        let simulator = SimulatedServer(platform) { announceAPI.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                defer { announceAPI.finish() }
                try await simulator.run()
            }
            let apiPort = try #require(await apiPorts.first { _ in true })
            return try await withBot(options, keys, clock, platform, client, apiPort: apiPort, body)
        }
    }

    private static func platform(
        _ options: Options,
        keys: SimulationKeys,
        clock: ManualClock
    ) throws -> SimulatedPlatform {
        SimulatedPlatform(
            SimulatedPlatform.Identity(
                appID: SimulationKeys.appID,
                applicationKey: try keys.application.verifyingKey(),
                platformKey: keys.platform,
                otherKey: keys.stranger,
                cipher: options.cipher,
                certificateSerial: options.certificateSerial
            ),
            now: { clock.now() }
        )
    }

    private static func withBot<Value: Sendable>(
        _ options: Options,
        _ keys: SimulationKeys,
        _ clock: ManualClock,
        _ platform: SimulatedPlatform,
        _ client: HTTPClient,
        apiPort: Int,
        _ body: @escaping @Sendable (TestWorld) async throws -> Value
    ) async throws -> Value {
        let logs = LogCollection()
        let metrics = BotMetrics()
        let store = try options.store ?? ReplyStore.inMemory()
        let (controls, announceControl) = AsyncStream.makeStream(of: Void.self)
        let (decisions, announceDecision) = AsyncStream.makeStream(of: Decision.self)
        let (ports, announcePort) = AsyncStream.makeStream(of: Int.self)
        let (consolePorts, announceConsole) = AsyncStream.makeStream(of: Int.self)
        var configuration = BotConfiguration(alipay: BotConfiguration.Alipay(appID: SimulationKeys.appID))
        configuration.http.port = 0
        configuration.console.port = 0
        configuration.delivery.requestTime = .seconds(300)
        configuration.delivery.lease = .seconds(900)
        options.configure(&configuration)
        let currentKeys = CurrentKeys(try options.identity ?? identity(keys, cipher: options.cipher))
        let services = BotServices(
            BotServices.Parts(
                configuration: configuration,
                keys: currentKeys,
                rules: try options.currentRules ?? CurrentRules(options.rules.get(), loaded: start),
                store: store,
                transport: HTTPTransport(client: client, server: "http://127.0.0.1:\(apiPort)", limits: .patient),
                clock: clock,
                logger: logs.logger(level: options.logLevel),
                signing: options.signing,
                limits: options.limits,
                handoverLimits: options.handoverLimits,
                inFlight: try options.inFlight ?? InFlightFile(),
                random: randomness(),
                faults: options.faults,
                observe: { _, decision in announceDecision.yield(decision) },
                metrics: metrics,
                controlSocket: options.controlSocket,
                onControlListening: { announceControl.yield() },
                onConsoleListening: { announceConsole.yield($0) },
                onListening: { announcePort.yield($0) }
            )
        )
        let group = ServiceGroup(
            configuration: .init(services: services.all, logger: logs.logger(level: .warning))
        )
        async let running: Void = {
            // When the bot ends, all waits end.
            defer {
                announcePort.finish()
                announceConsole.finish()
                announceControl.finish()
                announceDecision.finish()
            }
            try await group.run()
        }()
        guard let port = await ports.first(where: { _ in true }),
            let console = await consolePorts.first(where: { _ in true })
        else {
            try await running
            throw CancellationError()
        }
        if options.controlSocket != nil, options.waitsForControl { await controls.first { true } }
        let gateway = "http://127.0.0.1:\(port)/gateway"
        let world = TestWorld(
            platform: platform,
            courier: try SimulatedCourier.patient(client: client, gateway: gateway, keys: keys, platform: platform),
            store: store,
            clock: clock,
            logs: logs,
            keys: currentKeys,
            limiter: services.limiter,
            gateway: gateway,
            console: "http://127.0.0.1:\(console)",
            metrics: metrics,
            client: client,
            stop: { await group.triggerGracefulShutdown() },
            decisions: decisions
        )
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(world))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await running
        return try result.get()
    }

    /// First a seed without waits so short that a test cannot see them; then lease tokens.
    private static func randomness() -> @Sendable () -> UInt64 {
        let seed = Mutex<UInt64?>(458)
        return { seed.withLock { $0.take() } ?? UInt64.random(in: .min ... .max) }
    }

    private static func identity(_ keys: SimulationKeys, cipher: ContentCipher?) throws -> AlipayIdentity {
        let credentials = OpenAPICredentials(
            appID: SimulationKeys.appID,
            signingKey: keys.application,
            mode: .key(try keys.platform.verifyingKey()),
            cipher: cipher
        )
        return try AlipayIdentity(credentials: credentials, signType: .rsa2, handshakeForm: .withPublicKey)
    }
}

extension TestWorld {
    /// An event of the world's follower, now.
    func event(_ action: SimulatedEvent.Action, id: String = "1", user: String = TestWorld.user) -> SimulatedEvent {
        SimulatedEvent(action, userID: user, created: clock.now(), messageID: id)
    }

    /// Delivers an event and returns the platform's verdict on the answer.
    @discardableResult
    func deliver(
        _ action: SimulatedEvent.Action,
        id: String = "1",
        user: String = TestWorld.user,
        charset: Charset = .gbk,
        forgery: SimulatedSender.Forgery? = nil
    ) async throws -> AnswerVerdict {
        try await courier.deliver(event(action, id: id, user: user), charset: charset, forgery: forgery)
    }

    /// Waits for `count` messages, and returns all that arrived.
    func received(_ count: Int) async throws -> [ReceivedSend] {
        try await platform.waitForDelivered(count)
        return await platform.delivered
    }
}

/// Rules for tests.
enum TestRules {
    /// The shop of the README.
    static let shop = Result { try LoadedRules(path: Repository.root.appending(path: "rules").path).ruleSet() }

    /// Rules from a text.
    static func parse(_ yaml: String) -> Result<RuleSet, any Error> {
        Result {
            let result = RuleLoader.load([SourceFile(path: "test.yaml", bytes: Array(yaml.utf8))])
            return try #require(result.ruleSet, "\(result.diagnostics)")
        }
    }
}

/// Paths in the repository.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let vectors = root.appending(path: "Tests/AlipayClientTests/Vectors")
}
