import Foundation
import TestSupport
import Testing

@testable import AlipayClient

/// Mutated requests: an accepted one means exactly what Alipay signed (RELIABILITY T1).
@Suite(.timeLimit(.minutes(5)), .watched)
struct MutationTests {
    /// Mutations of each of the fifty requests; `make prove-mutations` asks for 2,000, which is 100,000 in all.
    private static let rounds =
        ProcessInfo.processInfo.environment["MUTATIONS"].flatMap(Int.init).map { $0 / 50 } ?? 200

    private static let requests = Result { try ValidRequests.all() }

    @Test func `there are fifty requests to bend, and all are genuine`() throws {
        let requests = try Self.requests.get()
        #expect(requests.count == 50)
        for request in requests {
            let form = try NotificationForm(query: [], body: request.body)
            #expect(throws: Never.self) { try Self.verifier().verify(form) }
        }
    }

    @Test(arguments: 0..<50)
    func `a bent request is accepted only if it says the same`(_ number: Int) throws {
        let request = try Self.requests.get()[number]
        var generator = SeededGenerator(seed: UInt64(number))
        let verifier = try Self.verifier()
        let original = try NotificationForm(query: [], body: request.body)
        let content = try verifier.verify(original).parts.content
        var accepted = 0
        for _ in 0..<Self.rounds {
            let mutation = try #require(RequestMutation.allCases.randomElement(using: &generator))
            let bent = try mutation.apply(to: request.body, using: &generator)
            let believed = Self.accepted(bent, verifier)
            // An expectation for each would cost more than the work.
            if mutation.keepsMeaning != (believed != nil) || believed != nil {
                let isSame = believed.map { Self.signedPairs($0.form) == Self.signedPairs(original) } ?? false
                let isBelieved = believed?.notification.parts.content == content
                #expect(isSame && isBelieved, "\(request.name), \(mutation): \(bent)")
            }
            accepted += believed == nil ? 0 : 1
        }
        // Two of the mutations keep the meaning; a verifier that refused everything would prove nothing.
        #expect(accepted > 0)
    }

    private static func verifier() throws -> NotificationVerifier {
        try NotificationVerifier(keys: [VectorKeys.verifying()])
    }

    private static func accepted(
        _ body: [UInt8],
        _ verifier: NotificationVerifier
    ) -> (form: NotificationForm, notification: VerifiedNotification)? {
        guard let form = try? NotificationForm(query: [], body: body), let notification = try? verifier.verify(form)
        else { return nil }
        return (form, notification)
    }

    /// Parameters without a value have no meaning, and are not always signed (PROTOCOL 1.2).
    private static func signedPairs(_ form: NotificationForm) -> [FormDecoder.Pair] {
        form.pairs.filter { !$0.value.isEmpty }
    }
}
