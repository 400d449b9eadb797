internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ReplyStore
internal import ServiceLifecycle

/// Listens on the control socket; the bot also works without it.
struct ControlService: Service {
    let socket: ControlSocket
    let actions: OperatorActions
    let logger: Logger
    /// Called when the socket is in its place.
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
            // The end of a service ends all others.
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
                    logger.error("the control socket could not be moved to its place", metadata: ["error": "\(error)"])
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

/// The one route of the control socket.
struct ControlEndpoint: Sendable {
    /// The largest accepted request, in bytes.
    static let limit = 64 * 1_024
    static let path = "/control"

    let actions: OperatorActions
    let logger: Logger

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.post(RouterPath(ControlEndpoint.path)) { request, _ in
            let body = try await request.body.collect(upTo: ControlEndpoint.limit)
            guard let order = try? JSONDecoder().decode(ControlRequest.self, from: Data(body.readableBytesView)) else {
                return Response(status: .badRequest)
            }
            logger.notice("an operator asks", metadata: order.metadata)
            do {
                let answer = try JSONEncoder().encode(try await actions.perform(order))
                return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: answer)))
            } catch let error as StoreError {
                return Response(status: .serviceUnavailable, body: .init(byteBuffer: ByteBuffer(string: "\(error)")))
            }
        }
    }
}

extension ControlRequest {
    /// The request in a form that is safe in a log.
    fileprivate var metadata: Logger.Metadata {
        switch self {
        case .retry(let numbers): ["retry": "\(numbers.map(\.description).joined(separator: " "))"]
        case .retryAll: ["retry": "all"]
        case .drop(let numbers): ["drop": "\(numbers.map(\.description).joined(separator: " "))"]
        case .startHandoff(let user, let seconds):
            ["handoff": "start", "user": "\(MaskedUserID(user))", "seconds": "\(seconds)"]
        case .endHandoff(let user): ["handoff": "end", "user": "\(MaskedUserID(user))"]
        case .forget(let user): ["follower": "forget", "user": "\(MaskedUserID(user))"]
        }
    }
}

/// The unix socket beside a database at which a running server takes requests.
///
/// Only the server's own user can reach it: it is bound in a folder that nobody else can enter, gets its mode there, and
/// is then moved to its place. The lock of the store guarantees that there is one server.
struct ControlSocket: Sendable {
    /// The longest path that the kernel accepts, in bytes.
    static let longestPath = 107

    /// Its final place.
    let path: String

    /// The socket that belongs to a database.
    init(database: String) {
        path = database + ".sock"
    }

    /// Where it is bound.
    var nursery: String { folder + "/s" }

    private var folder: String { path + ".new" }

    /// Whether the kernel accepts both paths.
    var isShortEnough: Bool { nursery.utf8.count <= ControlSocket.longestPath }

    /// Makes the folder in which it is bound.
    func prepare() throws {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Moves it to its place, and replaces one that a crash left there.
    func publish() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: nursery)
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: nursery, toPath: path)
        try FileManager.default.removeItem(atPath: folder)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
