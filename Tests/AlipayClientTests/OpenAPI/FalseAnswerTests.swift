import TestSupport
import Testing

@testable import AlipayClient

/// Answers of somebody between us and Alipay, in both modes (RELIABILITY T22).
@Suite(.timeLimit(.minutes(5)), .watched)
struct FalseAnswerTests {
    /// The credit that an answer gets.
    enum Belief: Sendable {
        /// A success.
        case success
        /// A refusal signed by Alipay.
        case refusal
        /// A refusal of unknown origin.
        case rumour
        /// After a 2xx: it may have been delivered, and is never repeated. After anything else: nothing.
        case nothing
    }

    /// An answer, from its parts.
    struct Answer: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var belief: Belief
        var status = 200
        var signer: String? = "alipay_platform"
        /// The signed bytes, where they differ from the sent ones.
        var signedBody: String?
        var body = "{}"
        /// Changes the headers after signing.
        var change: @Sendable (inout [String: String]) -> Void = { _ in }

        init(_ description: String, _ belief: Belief, _ set: (inout Answer) -> Void = { _ in }) {
            testDescription = description
            self.belief = belief
            set(&self)
        }

        func response() throws -> OpenAPIResponse {
            let message = Array("1700000000456\nn\n\(signedBody ?? body)\n".utf8)
            var headers = ["alipay-timestamp": "1700000000456", "alipay-nonce": "n"]
            if let signer { headers["alipay-signature"] = try VectorKeys.signing(signer).signBase64(message) }
            change(&headers)
            return OpenAPIResponse(
                status: status,
                headers: headers.map { (name: $0.key, value: $0.value) },
                body: Array(body.utf8)
            )
        }
    }

    private static let refused = #"{"code":"invalid-signature","message":"m"}"#

    static let answers: [Answer] = [
        Answer("genuine", .success),
        Answer("genuine, 204 without a body", .success) { ($0.status, $0.body) = (204, "") },
        Answer("unsigned", .nothing) { $0.signer = nil },
        Answer("signature null", .nothing) { $0.change = { $0["alipay-signature"] = "null" } },
        Answer("signature empty", .nothing) { $0.change = { $0["alipay-signature"] = "" } },
        Answer("signature no base64", .nothing) { $0.change = { $0["alipay-signature"] = "!" } },
        Answer("signature with white space", .nothing) { $0.change = { $0["alipay-signature", default: ""] += " " } },
        Answer("signature of a stranger", .nothing) { $0.signer = "attacker" },
        Answer("signature of our own", .nothing) { $0.signer = "app" },
        Answer("signature of the next key", .nothing) { $0.signer = "alipay_platform_next" },
        Answer("body changed", .nothing) { $0.signedBody = "{ }" },
        Answer("body longer", .nothing) { ($0.body, $0.signedBody) = ("{}\n", "{}") },
        Answer("body gone", .nothing) { ($0.body, $0.signedBody) = ("", "{}") },
        Answer("time changed", .nothing) { $0.change = { $0["alipay-timestamp"] = "1700000000457" } },
        Answer("time gone", .nothing) { $0.change = { $0["alipay-timestamp"] = nil } },
        Answer("nonce changed", .nothing) { $0.change = { $0["alipay-nonce"] = "m" } },
        Answer("nonce and time joined", .nothing) {
            $0.change = { ($0["alipay-timestamp"], $0["alipay-nonce"]) = ("1700000000456\nn", "") }
        },
        Answer("201 unsigned", .nothing) { ($0.status, $0.signer) = (201, nil) },
        Answer("refusal made a success", .nothing) { ($0.signedBody, $0.signer) = (refused, "attacker") },
        Answer("refusal, signed", .refusal) { ($0.status, $0.body) = (400, refused) },
        Answer("refusal, signed, 500", .refusal) { ($0.status, $0.body) = (500, refused) },
        Answer("refusal, unsigned", .rumour) { ($0.status, $0.body, $0.signer) = (400, refused, nil) },
        Answer("refusal, signature null", .rumour) {
            ($0.status, $0.body) = (400, refused)
            $0.change = { $0["alipay-signature"] = "null" }
        },
        Answer("refusal of a stranger", .nothing) { ($0.status, $0.body, $0.signer) = (400, refused, "attacker") },
        Answer("refusal changed", .nothing) { ($0.status, $0.body, $0.signedBody) = (400, refused, "{}") },
        Answer("redirect, unsigned", .rumour) { ($0.status, $0.body, $0.signer) = (302, refused, nil) },
        Answer("page of a proxy", .rumour) { ($0.status, $0.body, $0.signer) = (502, "<html></html>", nil) },
    ]

    private static func verifier(inCertificateMode: Bool) throws -> OpenAPIResponseVerifier {
        OpenAPIResponseVerifier(
            OpenAPICredentials(
                appID: SignedRequest.appID,
                signingKey: try VectorKeys.signing(),
                mode: inCertificateMode
                    ? .certificate(try VectorCertificates.identity()) : .key(try VectorKeys.verifying())
            )
        )
    }

    @Test(arguments: answers, [false, true])
    func `an answer is believed as far as Alipay signed it`(_ answer: Answer, _ inCertificateMode: Bool) throws {
        let verifier = try Self.verifier(inCertificateMode: inCertificateMode)
        let response = try answer.response()
        var failure: OpenAPIError?
        do throws(OpenAPIError) {
            _ = try verifier.content(of: response)
        } catch {
            failure = error
        }
        switch (answer.belief, failure) {
        case (.success, nil): break
        case (.refusal, .refused(let refusal)?): #expect(refusal.isAuthenticated && refusal.failureClass == .blocked)
        // It may only slow us down.
        case (.rumour, .refused(let refusal)?):
            #expect(!refusal.isAuthenticated && refusal.failureClass == .retry)
        case (.nothing, .unverifiedAnswer(let status, _)?):
            #expect(failure?.failureClass == (status < 300 ? .unproven : .retry))
        default: Issue.record("\(String(describing: failure))")
        }
    }

    @Test(arguments: answers)
    func `no certificate that we lack makes an answer more believed`(_ answer: Answer) throws {
        var unknown = answer
        unknown.change = { [change = answer.change] headers in
            change(&headers)
            headers["alipay-sn"] = "aa4709ecccdc0e12889e10375a249c74"
        }
        let response = try unknown.response()
        let verifier = try Self.verifier(inCertificateMode: true)
        let failure = #expect(throws: OpenAPIError.self) { try verifier.content(of: response) }
        if (200..<300).contains(answer.status) {
            #expect(failure?.failureClass == .unproven)
        } else {
            #expect(failure?.failureClass == .retry)
        }
    }
}
