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

/// The services of a bot, wired to one another.
struct BotServices {
    /// The parts of a bot; those with a default are replaced by tests.
    struct Parts {
        var configuration: BotConfiguration
        var keys: CurrentKeys
        var rules: CurrentRules
        /// Reloads the rules when their files change; nil for rules that were built in code.
        var ruleReloader: RuleReloader?
        var store: ReplyStore
        var transport: any OpenAPITransport
        var clock: any BotClock = SystemClock()
        var logger: Logger
        /// Signs answers and calls, off the threads that serve connections.
        var signing = SigningExecutor()
        var limits = IntakeLimits()
        /// Connects the request half with the background half.
        var handover = HandoverFeed()
        var handoverLimits = Handover<AcceptedEvent>.Limits()
        /// Tells the next process which work this one was doing when it died.
        var inFlight: InFlightFile
        /// Draws the seed of the jitter, then the life of the worker and lease tokens.
        var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }
        /// Makes a nonce that was never used before.
        var makeNonce: @Sendable () -> String = { UUID.drawn().uuidString.lowercased() }
        var faults = FaultPoints()
        /// Called with every decision after it became durable.
        var observe: @Sendable (AcceptedEvent, Decision) async -> Void = { _, _ in }
        var metrics: BotMetrics
        /// Where operators' commands reach the running bot; nil for a store in memory.
        var controlSocket: ControlSocket?
        /// Called when the control socket can be reached.
        var onControlListening: @Sendable () async -> Void = {}
        /// Called with the port of the console.
        var onConsoleListening: @Sendable (Int) async -> Void = { _ in }
        /// Called with the port of the gateway.
        var onListening: @Sendable (Int) async -> Void = { _ in }
    }

    /// All services in the order in which they start; they stop in reverse.
    let all: [any Service]

    /// Counts the requests at work and the refused ones.
    let limiter: ConcurrencyLimiter

    init(_ parts: Parts) {
        limiter = ConcurrencyLimiter(parts.limits.capacity)
        let outbox = OutboxSignal()
        let variants = SignatureVariantCounter(logger: parts.logger)
        let reader = NotificationReader(
            keys: parts.keys,
            appID: parts.configuration.alipay.appID,
            observe: { variants.note($0) }
        )
        let stop = StopNotice(logger: parts.logger)
        let decisions = DecisionWatch(logger: parts.logger)
        let retention = parts.retention()
        var all: [any Service] = [
            // First, so that it counts until all others have stopped.
            CommitMeter(reports: parts.store.commitReports(), metrics: parts.metrics),
            decisions,
            parts.storeWatch(retention: retention, outbox: outbox),
            retention,
            CertificateWatch(keys: parts.keys, clock: parts.clock, logger: parts.logger),
        ]
        if let reloader = parts.ruleReloader { all.append(RuleWatch(reloader: reloader, clock: parts.clock)) }
        if let control = parts.control(reader: reader, outbox: outbox) { all.append(control) }
        // The deliverer takes the first number of `random` as its seed, so that a test can repeat its waits.
        all.append(parts.deliverer(outbox: outbox))
        let commits = CommitFeed<Arrival>()
        all.append(parts.worker(reader: reader, outbox: outbox, commits: commits, watch: decisions))
        all.append(parts.console(stop: stop))
        all.append(parts.gateway(reader: reader, commits: commits, limiter: limiter))
        all.append(stop)
        self.all = all
    }
}

/// The request half: the listener that Alipay calls.
extension BotServices.Parts {
    func gateway(
        reader: NotificationReader,
        commits: CommitFeed<Arrival>,
        limiter: ConcurrencyLimiter
    ) -> some ApplicationProtocol {
        let intake = NotificationIntake(
            reader: reader,
            journal: EventJournal(store: store, freshness: configuration.alipay.freshness, commits: commits),
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
        return server(
            router,
            at: configuration.http,
            connections: ConnectionLimit.gateway(configured: configuration.connections),
            pace: limits.pace,
            clients: clients,
            limiter: limiter,
            onListening: onListening
        )
    }

    private func server<Context: RequestContext>(
        _ router: Router<Context>,
        at listener: BotConfiguration.Listener,
        connections: Int,
        pace: IntakeLimits.Pace,
        clients: PerClientLimits?,
        limiter: ConcurrencyLimiter,
        onListening: @escaping @Sendable (Int) async -> Void
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

/// The background half: deciding, sending, and tidying up.
extension BotServices.Parts {
    func worker(
        reader: NotificationReader,
        outbox: OutboxSignal,
        commits: CommitFeed<Arrival>,
        watch: DecisionWatch
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
            commits: commits,
            feed: handover,
            inFlight: inFlight,
            life: random(),
            limits: handoverLimits,
            firstRules: rules.current,
            history: RuleHistory(store: store, logger: logger),
            clock: clock,
            logger: logger
        )
    }

    func deliverer(outbox: OutboxSignal) -> Deliverer {
        let log = DeliveryLog(logger: logger, metrics: metrics)
        let deadlines = CallDeadlines(clock: clock)
        let handler = DeliveryEffectHandler(
            store: store,
            policy: configuration.delivery,
            clock: clock,
            log: log,
            makeClient: { [keys, transport, clock, makeNonce, signing] until, mark in
                OpenAPIClient(
                    credentials: keys.current.credentials,
                    transport: TimedTransport(
                        base: transport,
                        until: until,
                        clock: clock,
                        deadlines: deadlines,
                        mark: mark
                    ),
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
            seed: random()
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

    func storeWatch(retention: RetentionService, outbox: OutboxSignal) -> StoreWatch {
        StoreWatch(store: store, retention: retention, clock: clock, logger: logger) { [handover] in
            handover.storeRecovered()
            outbox.wake()
        }
    }
}

/// The operator's side: the console, and the socket of the commands.
extension BotServices.Parts {
    func console(stop: StopNotice) -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules, stop: stop).addRoutes(to: router)
        let state = BotState(store: store, rules: rules, keys: keys, policy: configuration.delivery, clock: clock)
        MetricsEndpoint(metrics: metrics, state: state).addRoutes(to: router)
        var pace = limits.pace
        // The stop of the gateway and the deliverer leaves only this much time.
        pace.stop = .seconds(1)
        return server(
            router,
            at: configuration.console,
            connections: ConnectionLimit.console,
            pace: pace,
            clients: nil,
            limiter: ConcurrencyLimiter(),
            onListening: onConsoleListening
        )
    }

    /// The service that operators' commands reach; nil where there is no place for a socket.
    func control(reader: NotificationReader, outbox: OutboxSignal) -> ControlService? {
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
}

extension UUID {
    /// A random UUID; `UUID()` opens and reads a file for each.
    fileprivate static func drawn() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return .random(using: &generator)
    }
}
