internal import AlipayClient
internal import BotCore
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
        var keys: CurrentKeys
        var rules: CurrentRules
        /// Reads the rules again when their files change; nil for rules that come from no files.
        var ruleReloader: RuleReloader?
        var store: ReplyStore
        var transport: any OpenAPITransport
        var clock: any BotClock = SystemClock()
        var logger: Logger
        /// Signs answers and calls, off the threads that serve connections.
        var signing = SigningExecutor()
        /// What the gateway takes on.
        var limits = IntakeLimits()
        /// Between the two halves.
        var handover = HandoverFeed()
        var handoverLimits = Handover<AcceptedEvent>.Limits()
        /// What is under way, so that the next process knows.
        var inFlight: InFlightFile
        /// Fresh randomness: lease tokens and jitter.
        var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
        /// A text never used before: nonces.
        var makeNonce: @Sendable () -> String = { UUID().uuidString.lowercased() }
        /// What happens at the fault points.
        var faults = FaultPoints()
        /// Is told every decision.
        var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }
        /// What the bot counts about itself.
        var metrics = BotMetrics()
        /// Where operators' commands reach the running bot; nil for a store in memory.
        var controlSocket: ControlSocket?
        /// Is called when the control socket can be reached.
        var onControlListening: @Sendable () async -> Void = {}
        /// Is told the port on which the console listens.
        var onConsoleListening: @Sendable (Int) async -> Void = { _ in }
        /// Is told the port on which the gateway listens.
        var onListening: @Sendable (Int) async -> Void = { _ in }
    }

    /// All services in the order in which they start; they stop in reverse.
    let services: [any Service]

    /// What the gateway is doing, and what it turned away.
    let limiter: ConcurrencyLimiter

    init(_ parts: Parts) {
        limiter = ConcurrencyLimiter(parts.limits.capacity)
        let outbox = WakeSignal()
        let readings = SecondReadings(logger: parts.logger)
        let reader = NotificationReader(
            keys: parts.keys,
            appID: parts.configuration.alipay.appID,
            observe: { readings.note($0) }
        )
        let stop = StopNotice(logger: parts.logger)
        let watch = parts.ruleReloader.map { RuleWatch(reloader: $0, clock: parts.clock) }
        let decisions = DecisionWatch(logger: parts.logger)
        services =
            [
                decisions,
                parts.storeWatch(outbox),
                parts.retention(),
                CertificateWatch(keys: parts.keys, clock: parts.clock, logger: parts.logger),
            ] + (watch.map { [$0] } ?? []) + (parts.control(reader, outbox).map { [$0] } ?? []) + [
                parts.deliverer(outbox),
                parts.worker(reader, outbox, decisions),
                parts.console(stop),
                parts.gateway(reader, limiter),
                stop,
            ]
    }
}

/// The request half: the listener that Alipay calls.
extension BotApplication.Parts {
    func gateway(_ reader: NotificationReader, _ limiter: ConcurrencyLimiter) -> some ApplicationProtocol {
        let intake = NotificationIntake(
            reader: reader,
            journal: EventJournal(store: store, freshness: configuration.alipay.freshness),
            handover: handover,
            keys: keys,
            signing: signing,
            limiter: limiter,
            clock: clock,
            logger: logger,
            faults: faults,
            metrics: metrics
        )
        let clients = configuration.limitsByAddress ? PerClientLimits(limits.perClient) : nil
        let endpoint = NotificationEndpoint(
            intake: intake,
            limiter: limiter,
            clients: clients,
            refusals: RefusalLog(logger: logger),
            logger: logger,
            metrics: metrics
        )
        let router = Router(context: GatewayContext.self)
        endpoint.addRoutes(to: router, path: configuration.path)
        let connections = ConnectionLimit.gateway(configured: configuration.connections)
        return server(router, configuration.http, connections, limits.pace, clients, limiter, onListening: onListening)
    }

    func server<Context: RequestContext>(
        _ router: Router<Context>,
        _ listener: BotConfiguration.Listener,
        _ connections: Int,
        _ pace: IntakeLimits.Pace = .init(),
        _ clients: PerClientLimits? = nil,
        _ limiter: ConcurrencyLimiter = ConcurrencyLimiter(),
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol
    where Context: InitializableFromSource<ApplicationRequestContextSource> {
        let guards: @Sendable () -> [any RemovableChannelHandler] = { [metrics] in
            let connection = ConnectionGuard(pace, clients: clients) { refusal in
                limiter.note(refusal)
                metrics.cutOff(refusal)
            }
            return [SmallReads(), connection]
        }
        return Application(
            router: router,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: guards(),
                    idleTimeout: pace.idle
                )
            ),
            configuration: .init(
                address: .hostname(listener.host, port: listener.port),
                availableConnectionsDelegate: MaximumAvailableConnections(connections)
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger.atLeast(.warning)
        )
    }
}

/// The background half: what decides, what sends, and what tidies up.
extension BotApplication.Parts {
    func deliverer(_ outbox: WakeSignal) -> Deliverer {
        let log = DeliveryLog(logger: logger, metrics: metrics)
        let handler = DeliveryEffectHandler(
            store: store,
            policy: configuration.delivery,
            clock: clock,
            log: log,
            makeClient: { [keys, transport, clock, makeNonce, signing] deadline, mark in
                OpenAPIClient(
                    credentials: keys.current.credentials,
                    transport: TimedTransport(base: transport, until: deadline, clock: clock, mark: mark),
                    now: { clock.now() },
                    makeNonce: makeNonce,
                    executor: signing
                )
            },
            random: random,
            inFlight: inFlight,
            faults: faults
        )
        return Deliverer(
            handler: handler,
            policy: configuration.delivery,
            rules: rules,
            keys: keys,
            clock: clock,
            outbox: outbox,
            log: log,
            random: random
        )
    }

    func worker(
        _ reader: NotificationReader,
        _ outbox: WakeSignal,
        _ watch: DecisionWatch
    ) -> ReplyWorker {
        let decider = EventDecider(
            store: store,
            rules: rules,
            policy: configuration.delivery,
            outbox: outbox,
            clock: clock,
            logger: logger,
            watch: watch,
            inFlight: inFlight,
            faults: faults,
            observe: { [metrics, observe] accepted, decision in
                metrics.decided(decision)
                await observe(accepted, decision)
            }
        )
        return ReplyWorker(
            store: store,
            reader: reader,
            decider: decider,
            feed: handover,
            inFlight: inFlight,
            life: random(),
            limits: handoverLimits,
            clock: clock,
            logger: logger
        )
    }

    func retention() -> RetentionService {
        RetentionService(
            store: store,
            retention: TimeInterval(configuration.retention),
            rules: rules,
            clock: clock,
            logger: logger
        )
    }

    func storeWatch(_ outbox: WakeSignal) -> StoreWatch {
        StoreWatch(store: store, retention: retention(), clock: clock, logger: logger) { [handover] in
            handover.storeRecovered()
            outbox.wake()
        }
    }
}

/// The listener for the operator.
extension BotApplication.Parts {
    func console(_ stop: StopNotice) -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules, stop: stop).addRoutes(to: router)
        MetricsEndpoint(metrics: metrics, state: state).addRoutes(to: router)
        var pace = limits.pace
        // What the gateway and the deliverer need to stop leaves no more time than this.
        pace.stop = .seconds(1)
        return server(router, configuration.console, ConnectionLimit.console, pace, onListening: onConsoleListening)
    }

    /// What operators' commands reach; nil where there is no place for a socket.
    func control(_ reader: NotificationReader, _ outbox: WakeSignal) -> ControlService? {
        guard let controlSocket else { return nil }
        let actions = OperatorActions(
            store: store,
            policy: configuration.delivery,
            clock: clock,
            handoffCap: { [rules] in rules.current.rules.limits.handoffCap },
            wake: { outbox.wake() },
            decide: { [handover] journaled in
                _ = try reader.readRecorded(try NotificationForm(journaled.entry.request))
                handover.requeued(journaled.id)
            }
        )
        return ControlService(socket: controlSocket, actions: actions, logger: logger, onListening: onControlListening)
    }

    private var state: BotState {
        BotState(store: store, rules: rules, keys: keys, policy: configuration.delivery, clock: clock)
    }
}
