internal import AlipayClient
internal import Foundation
internal import ReplyStore

/// The background half: what decides, what sends, and what tidies up.
extension BotApplication.Parts {
    func deliverer(_ outbox: WakeSignal) -> Deliverer {
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

    func worker(_ reader: NotificationReader, _ lanes: EventLanes, _ outbox: WakeSignal) -> ReplyWorker {
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

    func retention() -> RetentionService {
        RetentionService(
            store: store,
            retention: TimeInterval(configuration.retention),
            clock: clock,
            logger: logger
        )
    }
}
