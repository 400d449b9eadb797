internal import Hummingbird
internal import HummingbirdCore

/// The listener for the operator.
extension BotApplication.Parts {
    func console() -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules).addRoutes(to: router)
        MetricsEndpoint(metrics: metrics, state: state).addRoutes(to: router)
        return server(router, configuration.console, ConnectionLimit.console, onListening: onConsoleListening)
    }

    private var state: BotState {
        BotState(store: store, rules: rules, keys: keys, policy: configuration.delivery, clock: clock)
    }
}
