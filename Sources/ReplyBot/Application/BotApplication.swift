internal import AlipayClient
internal import AsyncHTTPClient
internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ReplyStore
internal import RuleEngine
internal import ServiceLifecycle

/// The whole bot, put together; commands, the demo and the tests all run this.
struct BotApplication {
    /// What it is put together from.
    struct Parts {
        var configuration: BotConfiguration
        var keys: KeyRing
        var rules: RuleRing
        /// Reads the rules again when their files change; nil for rules that come from no files.
        var ruleReloader: RuleReloader?
        var store: ReplyStore
        var transport: any OpenAPITransport
        var clock: any BotClock = SystemClock()
        var logger: Logger
        /// Signs answers and calls, off the threads that serve connections.
        var signing = SigningExecutor()
        /// Fresh randomness: lease tokens and jitter.
        var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
        /// A text never used before: nonces.
        var makeNonce: @Sendable () -> String = { UUID().uuidString.lowercased() }
        /// Is told every decision.
        var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }
        /// Is told the port on which the gateway listens.
        var onListening: @Sendable (Int) async -> Void = { _ in }
    }

    /// All services in the order in which they start; they stop in reverse.
    let services: [any Service]

    init(_ parts: Parts) {
        let lanes = EventLanes()
        let outbox = WakeSignal()
        let readings = SecondReadings(logger: parts.logger)
        let reader = NotificationReader(
            keys: parts.keys,
            appID: parts.configuration.alipay.appID,
            observe: { readings.note($0) }
        )
        let watch = parts.ruleReloader.map { RuleWatch(reloader: $0, clock: parts.clock) }
        services =
            [
                parts.retention(),
                CertificateWatch(keys: parts.keys, clock: parts.clock, logger: parts.logger),
            ] + (watch.map { [$0] } ?? []) + [
                parts.deliverer(outbox),
                parts.worker(reader, lanes, outbox),
                parts.console(),
                parts.gateway(reader, lanes),
            ]
    }
}

extension BotApplication.Parts {
    fileprivate func retention() -> RetentionService {
        RetentionService(
            store: store,
            retention: TimeInterval(configuration.retention),
            clock: clock,
            logger: logger
        )
    }

    fileprivate func deliverer(_ outbox: WakeSignal) -> Deliverer {
        Deliverer(
            store: store,
            makeClient: { [keys, transport, clock, makeNonce, signing] in
                OpenAPIClient(
                    credentials: keys.current.credentials,
                    transport: transport,
                    now: { clock.now() },
                    makeNonce: makeNonce,
                    executor: signing
                )
            },
            policy: configuration.delivery,
            rules: rules,
            clock: clock,
            outbox: outbox,
            logger: logger,
            random: random
        )
    }

    fileprivate func worker(_ reader: NotificationReader, _ lanes: EventLanes, _ outbox: WakeSignal) -> ReplyWorker {
        ReplyWorker(
            store: store,
            reader: reader,
            rules: rules,
            policy: configuration.delivery,
            lanes: lanes,
            outbox: outbox,
            clock: clock,
            logger: logger,
            observe: observe
        )
    }

    fileprivate func gateway(_ reader: NotificationReader, _ lanes: EventLanes) -> some ApplicationProtocol {
        let intake = NotificationIntake(
            reader: reader,
            journal: EventJournal(store: store, freshness: configuration.alipay.freshness),
            lanes: lanes,
            keys: keys,
            signing: signing,
            clock: clock,
            logger: logger
        )
        let router = Router(context: GatewayContext.self)
        NotificationEndpoint(intake: intake, logger: logger).addRoutes(to: router, path: configuration.path)
        return server(router, configuration.http, onListening: onListening)
    }

    fileprivate func console() -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules).addRoutes(to: router)
        return server(router, configuration.console, onListening: { _ in })
    }

    private func server<Context: RequestContext>(
        _ router: Router<Context>,
        _ listener: BotConfiguration.Listener,
        onListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol
    where Context: InitializableFromSource<ApplicationRequestContextSource> {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            router: router,
            server: .http1(configuration: .init(additionalChannelHandlers: [SmallReads()], idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(listener.host, port: listener.port),
                availableConnectionsDelegate: MaximumAvailableConnections(ConnectionLimit.gateway)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: quiet
        )
    }
}
