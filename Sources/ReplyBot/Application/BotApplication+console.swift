internal import AlipayClient
internal import BotCore
internal import Hummingbird
internal import HummingbirdCore
internal import ReplyStore
internal import RuleEngine

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
