internal import AlipayClient
internal import BotCore
internal import Foundation
internal import Logging
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
    let gate: IntakeGate

    init(_ parts: Parts) {
        gate = IntakeGate(parts.limits.room)
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
                parts.gateway(reader, gate),
                stop,
            ]
    }
}
