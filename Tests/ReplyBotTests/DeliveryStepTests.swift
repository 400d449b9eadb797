import AlipayClient
import Foundation
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot
@testable import ReplyStore

/// The delivery policy, without clock, store and network.
struct DeliveryStepTests {
    private static let now = TestWorld.start

    private static func reply(
        attempts: Int = 1,
        ambiguous: Int = 0,
        sends: Int = 1,
        expiresIn: TimeInterval = 300
    ) -> QueuedReply {
        QueuedReply(
            id: ReplyID(rawValue: 1),
            eventID: EventID(rawValue: 1),
            appID: "a",
            userID: "u",
            message: Data(),
            attempts: attempts,
            ambiguousAttempts: ambiguous,
            sendsToday: sends,
            priority: .ordinary,
            expires: now + expiresIn,
            leaseUntil: now + 30,
            leaseToken: LeaseToken(rawValue: 1)
        )
    }

    private static func contact(idle: TimeInterval = 0, handoff: TimeInterval? = nil) -> Contact {
        Contact(appID: "a", userID: "u", lastInteraction: now - idle, handoffUntil: handoff.map { now + $0 })
    }

    private static let message = QueuedMessage(message: .text("x"), eventType: nil, ignoresHandoff: false)
    private static let windowEdge: TimeInterval = 48 * 3_600 - 60

    @Test(arguments: [
        (reply(), contact(), DeliveryStep.send),
        (reply(expiresIn: 0), contact(), .bury(reason: "expired", after: .notMade)),
        (reply(sends: 100), contact(), .send),
        (reply(sends: 101), contact(), .bury(reason: "daily-quota", after: .notMade)),
        (reply(), contact(idle: windowEdge), .send),
        (reply(), contact(idle: windowEdge + 1), .bury(reason: "outside-48-hours", after: .notMade)),
        (reply(), contact(handoff: 1), .bury(reason: "handoff", after: .notMade)),
        (reply(), contact(handoff: 0), .send),
        (reply(ambiguous: 1), contact(), .send),
        (reply(ambiguous: 2), contact(), .bury(reason: "ambiguous", after: .unknown)),
    ])
    func `before an attempt the limits are looked at again`(
        reply: QueuedReply,
        contact: Contact,
        expected: DeliveryStep
    ) {
        let step = DeliveryPolicy().step(before: reply, message: Self.message, contact: contact, at: Self.now)
        #expect(step == expected)
    }

    @Test func `the reply that begins a hand-off goes out during it`() {
        var message = Self.message
        message.ignoresHandoff = true
        let contact = Self.contact(handoff: 600)
        #expect(DeliveryPolicy().step(before: Self.reply(), message: message, contact: contact, at: Self.now) == .send)
    }

    @Test(arguments: [
        (OpenAPIError.notConnected("x"), DeliveryStep.retry(at: now + 3.5, code: "not-connected", after: .notMade)),
        (.ambiguous("x"), .retry(at: now + 0.25, code: "ambiguous", after: .unknown)),
        (.unverifiedAnswer(status: 200, traceID: nil), .bury(reason: "unverified-answer", after: .unknown)),
        (.unknownCertificate(serial: "s", traceID: nil), .bury(reason: "unknown-certificate", after: .unknown)),
        (.signingFailed("x"), .bury(reason: "signing-failed", after: .refused)),
    ])
    func `after a failed attempt its class decides`(error: OpenAPIError, expected: DeliveryStep) {
        #expect(DeliveryPolicy().step(after: error, reply: Self.reply(), at: Self.now, jitter: 0.5) == expected)
    }

    @Test func `an uncertain attempt is repeated once, and never under drop`() {
        let error = OpenAPIError.ambiguous("x")
        let twice = DeliveryPolicy().step(after: error, reply: Self.reply(ambiguous: 1), at: Self.now, jitter: 0.5)
        #expect(twice == .bury(reason: "ambiguous", after: .unknown))
        var dropping = DeliveryPolicy()
        dropping.onAmbiguous = .drop
        let dropped = dropping.step(after: error, reply: Self.reply(), at: Self.now, jitter: 0.5)
        #expect(dropped == .bury(reason: "ambiguous", after: .unknown))
    }

    @Test func `attempts end, and so does the lifetime`() {
        let error = OpenAPIError.unverifiedAnswer(status: 500, traceID: nil)
        let last = DeliveryPolicy().step(after: error, reply: Self.reply(attempts: 5), at: Self.now, jitter: 0)
        #expect(last == .bury(reason: "unverified-answer", after: .refused))
        let late = DeliveryPolicy().step(after: error, reply: Self.reply(expiresIn: 0.2), at: Self.now, jitter: 0.5)
        #expect(late == .bury(reason: "unverified-answer", after: .refused))
    }

    @Test(arguments: ["illegal-timestamp", "decryption-error-unknown"])
    func `what may be repeated once is given up after the second attempt`(code: String) throws {
        let credentials = try TestWorld.keys.get().botIdentity().credentials
        let answer = OpenAPIResponse(status: 400, headers: [], body: Array("{\"code\":\"\(code)\"}".utf8))
        let refusal = #expect(throws: OpenAPIError.self) {
            try OpenAPIResponseVerifier(credentials).content(of: answer)
        }
        let error = try #require(refusal)
        let first = DeliveryPolicy().step(after: error, reply: Self.reply(attempts: 1), at: Self.now, jitter: 0.5)
        #expect(first == .retry(at: Self.now + 0.25, code: code, after: .refused))
        let second = DeliveryPolicy().step(after: error, reply: Self.reply(attempts: 2), at: Self.now, jitter: 0.5)
        #expect(second == .bury(reason: code, after: .refused))
    }

    @Test func `while nothing can be sent no attempt is spent, and only the lifetime ends it`() {
        let error = OpenAPIError.notConnected("x")
        let later = DeliveryPolicy().step(after: error, reply: Self.reply(attempts: 99), at: Self.now, jitter: 0)
        #expect(later == .retry(at: Self.now + 2, code: "not-connected", after: .notMade))
        let late = DeliveryPolicy().step(after: error, reply: Self.reply(expiresIn: 1), at: Self.now, jitter: 0)
        #expect(late == .bury(reason: "not-connected", after: .notMade))
    }

    @Test func `the wait doubles from half a second up to fifteen`() {
        let waits = (1...7).map { DeliveryPolicy().backoff(afterAttempt: $0, jitter: 1) }
        #expect(waits == [0.5, 1, 2, 4, 8, 15, 15])
    }

    @Test func `a reply that names its event lives five minutes at most`() {
        let policy = DeliveryPolicy()
        #expect(policy.lifetime(asked: 3_600, answersEvent: true) == 300)
        #expect(policy.lifetime(asked: 3_600, answersEvent: false) == 3_600)
        #expect(policy.lifetime(asked: nil, answersEvent: false) == 300)
    }
}
