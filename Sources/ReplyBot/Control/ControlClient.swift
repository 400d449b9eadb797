internal import AlipayClient
internal import AsyncHTTPClient
package import BotCore
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import ReplyStore
internal import RuleEngine

/// Sends an operator's request to the running server, or performs it in this process when there is none.
package struct ControlClient: Sendable {
    let database: String
    let origin: StoreOrigin
    let policy: DeliveryPolicy
    /// The longest hand-off, in seconds, when no server knows its rules.
    let handoffCap: Int

    package init(
        database: String,
        from origin: StoreOrigin = .flag,
        policy: DeliveryPolicy,
        handoffCap: Int = RuleLimits().handoffCap
    ) {
        self.database = database
        self.origin = origin
        self.policy = policy
        self.handoffCap = handoffCap
    }

    /// - Throws: `CommandFailure`.
    package func perform(_ request: ControlRequest) async throws -> ControlAnswer {
        guard FileManager.default.fileExists(atPath: database) else {
            throw origin.missing(database)
        }
        if let answer = try await askServer(request) { return answer }
        return try await performHere(request)
    }

    /// The server's answer; nil when none listens.
    private func askServer(_ request: ControlRequest) async throws -> ControlAnswer? {
        let socket = ControlSocket(database: database)
        guard FileManager.default.fileExists(atPath: socket.path), socket.isShortEnough,
            let url = URL(httpURLWithSocketPath: socket.path, uri: ControlEndpoint.path)
        else { return nil }
        var call = HTTPClientRequest(url: url.absoluteString)
        call.method = .POST
        call.body = .bytes(try JSONEncoder().encode(request))
        return try await HTTPClient.withHTTPClient(configuration: HTTPTransport.configuration()) { client in
            let response: HTTPClientResponse
            do {
                response = try await client.execute(call, timeout: request.patience)
            } catch let error as IOError where [ENOENT, ECONNREFUSED].contains(error.errnoCode) {
                return nil
            }
            return try await answer(response)
        }
    }

    private func answer(_ response: HTTPClientResponse) async throws -> ControlAnswer {
        let body = Data((try await response.body.collect(upTo: 1 << 24)).readableBytesView)
        guard response.status == .ok else {
            let detail = String(decoding: body, as: UTF8.self)
            throw CommandFailure(
                "服务未执行该操作（\(response.status.code)）：\(detail)",
                "the server did not do it (\(response.status.code)): \(detail)"
            )
        }
        return try JSONDecoder().decode(ControlAnswer.self, from: body)
    }

    private func performHere(_ request: ControlRequest) async throws -> ControlAnswer {
        let store = try StoreOpening.open(database)
        let actions = OperatorActions(
            store: store,
            policy: policy,
            clock: SystemClock(),
            handoffCap: { [handoffCap] in handoffCap }
        )
        let result: Result<ControlAnswer, any Error>
        do { result = .success(try await actions.perform(request)) } catch { result = .failure(error) }
        try await store.close()
        return try result.get()
    }
}

extension ControlRequest {
    /// Time for the server's answer: forgetting a follower reads the whole journal.
    fileprivate var patience: TimeAmount {
        if case .forget = self { .minutes(10) } else { .seconds(30) }
    }
}
