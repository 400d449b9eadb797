internal import AlipayClient
internal import AlipaySimulator
internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Brings simulated events to a gateway over HTTP, and judges the answers as Alipay does.
struct SimulatedCourier: Sendable {
    let client: HTTPClient
    let gateway: String
    let sender: SimulatedSender
    let platform: SimulatedPlatform
    let check: AnswerCheck
    /// How long a gateway has for its answer.
    var patience = TimeAmount.seconds(10)

    init(client: HTTPClient, gateway: String, keys: SimulationKeys, platform: SimulatedPlatform) throws {
        self.client = client
        self.gateway = gateway
        sender = keys.sender
        self.platform = platform
        check = AnswerCheck(applicationKey: try keys.application.verifyingKey())
    }

    /// Delivers an event once.
    func deliver(
        _ event: SimulatedEvent,
        charset: Charset = .gbk,
        forgery: SimulatedSender.Forgery? = nil
    ) async throws -> AnswerVerdict {
        if forgery == nil { await platform.noteInteraction(userID: event.userID) }
        let signed = try sender.request(for: event, charset: charset, forgery: forgery)
        var request = HTTPClientRequest(url: gateway)
        request.method = .POST
        request.headers = HTTPHeaders([("Content-Type", signed.contentType)])
        request.body = .bytes(ByteBuffer(bytes: signed.body))
        let response = try await client.execute(request, timeout: patience)
        let body = try await response.body.collect(upTo: 64 * 1_024)
        return check.verdict(status: Int(response.status.code), body: Array(body.readableBytesView))
    }
}
