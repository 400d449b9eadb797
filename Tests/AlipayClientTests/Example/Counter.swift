import AlipayClient
import Foundation
import LinearRegex
import RuleEngine

struct Counter {
    let verifier: NotificationVerifier, who: OpenAPICredentials, phone: Pattern, rules: RuleSet

    init(alipay: VerifyingKey, who: OpenAPICredentials) throws {
        let parcel = try MatchClause(none: ["退款"], regex: ["(?<number>sf\\d{6,12})"])
        let track = Rule(id: "parcel", clauses: [parcel], cases: [try ReplyCase("{{number}} 正在路上。")])
        rules = RuleSet(rules: [track], fallback: Fallback(reply: try ReplyCase("没太明白。")))
        (verifier, self.who, phone) = (NotificationVerifier(keys: [alipay]), who, try Pattern("1\\d{10}"))
    }

    func calls(for body: [UInt8], at now: Date) throws -> [SignedOpenAPIRequest] {
        let event = try InboundEvent(verifier.verify(NotificationForm(query: [], body: body)), appID: who.appID)
        guard case .text(let text) = event.content else { return [] }
        if phone.firstMatch(in: Array(text.unicodeScalars)) != nil { return [] }  // leave private numbers to a person
        let message = RuleEvent(.text(text), userID: event.userID, messageID: event.messageID ?? "")
        let decision = rules.decide(message, state: ContactState(), at: now)
        return try decision.messages.map { reply in
            let call = try CustomMessage(answering: event, at: now, content: .text(reply.plainText)).request()
            return try OpenAPISigner(who).sign(call, nonce: "\(UUID())", at: now, requestID: "\(UUID())")
        }
    }
}
