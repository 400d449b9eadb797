import AlipayClient
import Foundation

struct Shop {
    let appID: String, own: SigningKey, alipay: VerifyingKey, transport: any OpenAPITransport

    func receive(_ body: [UInt8]) throws -> (answer: SignedAnswer, event: InboundEvent) {
        let form = try NotificationForm(query: [], body: body)
        let event = try InboundEvent(NotificationVerifier(keys: [alipay]).verify(form), appID: appID)
        let answers = try Acknowledgement(key: own)
        let isCheck = event.content == .gatewayCheck
        let answer =
            try isCheck
            ? answers.gatewayVerified(in: event.charset) : answers.acknowledge(event, at: Date())
        return (answer, event)
    }

    func reply(_ text: String, to event: InboundEvent) async throws {
        let who = OpenAPICredentials(appID: appID, signingKey: own, mode: .key(alipay))
        let client = OpenAPIClient(credentials: who, transport: transport, now: Date.init, makeNonce: { "\(UUID())" })
        try await client.send(CustomMessage(answering: event, at: Date(), content: .text(text)))
    }
}
