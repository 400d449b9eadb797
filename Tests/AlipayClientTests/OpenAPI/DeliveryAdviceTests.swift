import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct DeliveryAdviceTests {
    private static func refusal(_ code: String?, status: Int, isAuthenticated: Bool = true) -> OpenAPIRefusal {
        OpenAPIRefusal(
            status: status,
            code: code,
            message: nil,
            links: [],
            traceID: nil,
            isAuthenticated: isAuthenticated
        )
    }

    @Test(arguments: AdviceTable.rows)
    func `a signed refusal is judged by its code, whatever its status`(_ code: String, _ advice: DeliveryAdvice) {
        for status in [400, 401, 403, 429, 500, 503] {
            #expect(Self.refusal(code, status: status).advice == advice)
        }
    }

    @Test(arguments: AdviceTable.rows)
    func `an unsigned refusal never stops everything`(_ code: String, _ advice: DeliveryAdvice) {
        for status in [400, 500] {
            let refusal = Self.refusal(code, status: status, isAuthenticated: false)
            #expect(refusal.advice == (advice == .stopEverything ? .retry : advice))
        }
    }

    @Test func `each code has one advice`() {
        #expect(Set(AdviceTable.rows.map(\.code)).count == AdviceTable.rows.count)
        #expect(AdviceTable.rows.count == 103)
    }

    @Test(
        arguments: [
            (301, DeliveryAdvice.giveUp), (302, .giveUp), (400, .giveUp), (401, .giveUp), (403, .giveUp),
            (404, .giveUp),
            (413, .giveUp), (429, .retry), (499, .giveUp), (500, .retry), (502, .retry), (503, .retry), (599, .retry),
        ]
    )
    func `an unknown code is judged by its status`(_ status: Int, _ advice: DeliveryAdvice) {
        for code in [nil, "", "app-openid-not-match", "system_error", "SYSTEM_ERROR ", "INVALID-SIGNATURE"] {
            #expect(Self.refusal(code, status: status).advice == advice)
            #expect(Self.refusal(code, status: status, isAuthenticated: false).advice == advice)
        }
    }

    @Test(
        arguments: [
            (OpenAPIError.unverifiedAnswer(status: 200, traceID: nil), DeliveryAdvice.neverRepeat, "unverified-answer"),
            (.unverifiedAnswer(status: 299, traceID: nil), .neverRepeat, "unverified-answer"),
            (.unverifiedAnswer(status: 400, traceID: nil), .retry, "unverified-answer"),
            (.unverifiedAnswer(status: 199, traceID: nil), .retry, "unverified-answer"),
            (.unknownCertificate(serial: "s", traceID: nil), .neverRepeat, "unknown-certificate"),
            (.unreadableAnswer(traceID: nil), .neverRepeat, "unreadable-answer"),
            (.notConnected("x"), .retry, "not-connected"), (.ambiguous("x"), .uncertain, "ambiguous"),
            (.signingFailed("x"), .giveUp, "signing-failed"),
            (.refused(refusal("SYSTEM_ERROR", status: 400)), .retry, "SYSTEM_ERROR"),
            (.refused(refusal(nil, status: 404)), .giveUp, "http-404"),
        ]
    )
    func `every failure has an advice and a name`(_ error: OpenAPIError, _ advice: DeliveryAdvice, _ code: String) {
        #expect(error.advice == advice)
        #expect(error.code == code)
    }
}
