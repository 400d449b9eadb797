internal import AlipayClient
internal import Hummingbird
internal import HummingbirdCore
internal import ReplyStore

/// The listener for the operator.
extension BotApplication.Parts {
    func console() -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules).addRoutes(to: router)
        MetricsEndpoint(metrics: metrics, state: state).addRoutes(to: router)
        return server(router, configuration.console, ConnectionLimit.console, onListening: onConsoleListening)
    }

    /// What operators' commands reach; nil where there is no place for a socket.
    func control(_ reader: NotificationReader, _ lanes: EventLanes, _ outbox: WakeSignal) -> ControlService? {
        guard let controlSocket else { return nil }
        let actions = OperatorActions(
            store: store,
            policy: configuration.delivery,
            clock: clock,
            wake: { outbox.wake() },
            decide: { journaled in
                let event = try reader.readRecorded(try NotificationForm(journaled.entry.request))
                lanes.hand(AcceptedEvent(id: journaled.id, event: event, received: journaled.entry.received))
            }
        )
        return ControlService(socket: controlSocket, actions: actions, logger: logger, onListening: onControlListening)
    }

    private var state: BotState {
        BotState(store: store, rules: rules, keys: keys, policy: configuration.delivery, clock: clock)
    }
}
