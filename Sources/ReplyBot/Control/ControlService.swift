internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import ServiceLifecycle

/// Listens on the control socket; the bot does its work without it, too.
struct ControlService: Service {
    let socket: ControlSocket
    let actions: OperatorActions
    let logger: Logger
    /// Is called when the socket is in its place.
    var onListening: @Sendable () async -> Void = {}

    func run() async throws {
        do {
            guard socket.isShortEnough else { throw ControlFailure.longPath }
            try socket.prepare()
            defer { socket.remove() }
            try await application.run()
        } catch {
            logger.error(
                "queue and handoff cannot change anything while the server runs",
                metadata: ["socket": "\(socket.path)", "error": "\(error)"]
            )
            // A service that ends would end the others.
            try? await gracefulShutdown()
        }
    }

    private var application: some ApplicationProtocol {
        let router = Router()
        ControlEndpoint(actions: actions, logger: logger).addRoutes(to: router)
        return Application(
            router: router,
            configuration: .init(address: .unixDomainSocket(path: socket.nursery)),
            onServerRunning: { [socket, logger, onListening] _ in
                do { try socket.publish() } catch {
                    logger.error("the control socket is not in its place", metadata: ["error": "\(error)"])
                }
                await onListening()
            },
            logger: logger.atLeast(.warning)
        )
    }
}

/// Why there is no control socket.
private enum ControlFailure: Error, CustomStringConvertible {
    case longPath

    var description: String { "the path of the database is too long for a socket: \(ControlSocket.longestPath) bytes" }
}
