import TestSupport
import Testing

@testable import AlipayClient

/// Requests without their one signature; `SignatureFormTests` spoils the signature itself (RELIABILITY T2).
@Suite(.timeLimit(.minutes(5)), .watched)
struct UnsignedRequestTests {
    /// A change of `parameters&sign=…`, as text, and the reason for the refusal.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: NotificationError
        let change: @Sendable (_ parameters: String, _ sign: String) -> (query: String, body: String)

        init(
            _ description: String,
            _ error: NotificationError,
            _ change: @escaping @Sendable (_ parameters: String, _ sign: String) -> (query: String, body: String)
        ) {
            testDescription = description
            self.error = error
            self.change = change
        }
    }

    static let cases: [Case] = [
        Case("no sign", .missingParameter) { parameters, _ in ("", parameters) },
        Case("sign without a value", .missingParameter) { parameters, _ in ("", parameters + "&sign=") },
        Case("sign without an equals sign", .missingParameter) { parameters, _ in ("", parameters + "&sign") },
        Case("sign twice, the same", .duplicateParameter) { ("", $0 + "&sign=\($1)&sign=\($1)") },
        Case("sign twice, empty first", .duplicateParameter) { ("", $0 + "&sign=&sign=\($1)") },
        Case("sign twice, empty last", .duplicateParameter) { ("", $0 + "&sign=\($1)&sign=") },
        Case("sign twice, one of them escaped", .duplicateParameter) { ("", $0 + "&sign=\($1)&%73ign=x") },
        Case("sign in query and body", .duplicateParameter) { ("sign=\($1)", $0 + "&sign=\($1)") },
        Case("sign empty in the query", .duplicateParameter) { ("sign=", $0 + "&sign=\($1)") },
        Case("SIGN", .missingParameter) { ("", $0 + "&SIGN=\($1)") },
        Case("sign with a space", .missingParameter) { ("", $0 + "&sign+=\($1)") },
        Case("sign with a NUL", .missingParameter) { ("", $0 + "&sign%00=\($1)") },
        Case("sign escaped twice", .missingParameter) { ("", $0 + "&%2573ign=\($1)") },
        Case("sign[]", .missingParameter) { ("", $0 + "&sign%5B%5D=\($1)") },
        Case("a semicolon before sign", .missingParameter) { ("", $0 + ";sign=\($1)") },
        Case("a line end before sign", .missingParameter) { ("", $0 + "\n&\nsign=\($1)") },
        Case("the signature as another parameter", .missingParameter) { ("", $0 + "&signature=\($1)") },
        Case("the signature of nothing", .missingParameter) { ("", "sign=\($1)") },
        Case("the signature over other parameters", .badSignature) { ("", $0 + "&more=1&sign=\($1)") },
        Case("sign in half an escape", .malformedPercentEncoding) { ("", $0 + "&sign=\($1)%") },
        Case("sign that is no text", .missingParameter) { parameters, _ in ("", parameters + "&sign=%FF%FE") },
    ]

    @Test(arguments: cases)
    func `a request without its one signature is refused`(_ unsigned: Case) throws {
        let request = SignedRequest(EventXML.text())
        let parameters = String(decoding: FormWriter.write(request.parameters), as: UTF8.self)
        let sign = String(decoding: FormWriter.escape(Array(try request.sign().utf8)), as: UTF8.self)
        let (query, body) = unsigned.change(parameters, sign)
        let verifier = try NotificationVerifier(keys: [VectorKeys.verifying()])
        #expect(throws: unsigned.error) {
            try verifier.verify(NotificationForm(query: Array(query.utf8), body: Array(body.utf8)))
        }
    }

    @Test func `there are forty ways to send no good signature`() {
        #expect(Self.cases.count + SignatureFormTests.spoilings.count >= 40)
    }
}
