internal import Hummingbird
internal import HummingbirdCore

/// The listener for the operator.
extension BotApplication.Parts {
    func console() -> some ApplicationProtocol {
        let router = Router()
        HealthEndpoint(store: store, rules: rules).addRoutes(to: router)
        return server(router, configuration.console, ConnectionLimit.console)
    }
}
