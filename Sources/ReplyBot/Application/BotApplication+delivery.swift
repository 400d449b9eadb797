internal import AlipayClient
internal import BotCore
internal import Foundation
internal import ReplyStore

/// The background half: what decides, what sends, and what tidies up.
extension BotApplication.Parts {
    func deliverer(_ outbox: WakeSignal) -> Deliverer {
        let log = DeliveryLog(logger: logger, metrics: metrics)
        let desk = DeliveryDesk(
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
            desk: desk,
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
