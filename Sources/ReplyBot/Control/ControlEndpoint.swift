internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ReplyStore

/// The one route of the control socket.
struct ControlEndpoint: Sendable {
    /// The largest request that is read, in bytes.
    static let limit = 64 * 1_024
    /// Its path.
    static let path = "/control"

    let actions: OperatorActions
    let logger: Logger

    /// Adds the route.
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
    /// The request as it may stand in a log.
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
