import TestSupport
import Testing

@testable import AlipayClient

@Suite(.timeLimit(.minutes(5)), .watched)
struct FailureClassTests {
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

    @Test(arguments: FailureClassTable.rows)
    func `a signed refusal is judged by its code, whatever its status`(_ code: String, _ expected: FailureClass) {
        for status in [400, 401, 403, 429, 500, 503] {
            #expect(Self.refusal(code, status: status).failureClass == expected)
        }
    }

    @Test(arguments: FailureClassTable.rows)
    func `an unsigned refusal never blocks sending`(_ code: String, _ expected: FailureClass) {
        for status in [400, 500] {
            let refusal = Self.refusal(code, status: status, isAuthenticated: false)
            #expect(refusal.failureClass == (expected == .blocked ? .retry : expected))
        }
    }

    @Test func `each code has one class`() {
        #expect(Set(FailureClassTable.rows.map(\.code)).count == FailureClassTable.rows.count)
        #expect(FailureClassTable.rows.count == 103)
    }

    @Test(
        arguments: [
            (301, FailureClass.refused), (302, .refused), (400, .refused), (401, .refused), (403, .refused),
            (404, .refused),
            (413, .refused), (429, .retry), (499, .refused), (500, .retry), (502, .retry), (503, .retry), (599, .retry),
        ]
    )
    func `an unknown code is judged by its status`(_ status: Int, _ expected: FailureClass) {
        for code in [nil, "", "app-openid-not-match", "system_error", "SYSTEM_ERROR ", "INVALID-SIGNATURE"] {
            #expect(Self.refusal(code, status: status).failureClass == expected)
            #expect(Self.refusal(code, status: status, isAuthenticated: false).failureClass == expected)
        }
    }

    @Test(
        arguments: [
            (OpenAPIError.unverifiedAnswer(status: 200, traceID: nil), FailureClass.unproven, "unverified-answer"),
            (.unverifiedAnswer(status: 299, traceID: nil), .unproven, "unverified-answer"),
            (.unverifiedAnswer(status: 400, traceID: nil), .retry, "unverified-answer"),
            (.unverifiedAnswer(status: 199, traceID: nil), .retry, "unverified-answer"),
            (.unknownCertificate(serial: "s", traceID: nil), .unproven, "unknown-certificate"),
            (.unreadableAnswer(traceID: nil), .unproven, "unreadable-answer"),
            (.notConnected("x"), .unreachable, "not-connected"), (.ambiguous("x"), .ambiguous, "ambiguous"),
            (.signingFailed("x"), .refused, "signing-failed"),
            (.refused(refusal("SYSTEM_ERROR", status: 400)), .retry, "SYSTEM_ERROR"),
            (.refused(refusal(nil, status: 404)), .refused, "http-404"),
        ]
    )
    func `every failure has a class and a name`(_ error: OpenAPIError, _ expected: FailureClass, _ code: String) {
        #expect(error.failureClass == expected)
        #expect(error.code == code)
    }
}
