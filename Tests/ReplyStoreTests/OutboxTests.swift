import Foundation
import ReplyStore
import Testing

struct OutboxTests {
    private let temporary: TemporaryStore
    private var store: ReplyStore { temporary.store }

    init() throws {
        temporary = try TemporaryStore()
    }

    @Test func `a follower's replies are claimed one at a time and in order`() async throws {
        try await store.queue("one", "two", number: 1)
        try await store.queue("three", number: 2)
        for (token, text) in ["one", "two", "three"].enumerated() {
            let reply = try await store.claimOne(token: UInt64(token))
            #expect(reply.text == text)
            #expect(try await store.claim(token: 99).isEmpty)
            #expect(try await store.markSent(reply, at: noon))
        }
        #expect(try await store.claim().isEmpty)
        #expect(try await store.counts().sent == 3)
    }

    @Test func `one claim serves many followers, the longest waiting first, up to its limit`() async throws {
        for number in 1...4 { try await store.queue("to \(number)", "later", number: number, user: "u\(number)") }
        #expect(try await store.claim(3).map(\.text) == ["to 1", "to 2", "to 3"])
        #expect(try await store.claim(3, token: 2).map(\.text) == ["to 4"])
    }

    @Test func `a claimed reply tells what the sender needs`() async throws {
        let event = try await store.queue("one", number: 1)
        let reply = try await store.claimOne(token: .max)
        #expect((reply.eventID, reply.appID, reply.userID) == (event, "2014", "2088"))
        #expect((reply.attempts, reply.ambiguousAttempts, reply.sendsToday) == (1, 0, 1))
        #expect(reply.expires == noon.addingTimeInterval(300))
        #expect(reply.leaseUntil == noon.addingTimeInterval(30))
        #expect(try await store.markSent(reply, at: noon))
    }

    @Test func `a reply put back is due at its time and holds up the later ones until then`() async throws {
        try await store.queue("one", "two", number: 1)
        let due = noon.addingTimeInterval(5)
        #expect(try await store.retry(store.claimOne(), at: due, reason: "SYSTEM_ERROR"))
        #expect(try await store.claim(at: noon.addingTimeInterval(4.999)).isEmpty)
        let again = try await store.claimOne(at: due, token: 2)
        #expect((again.text, again.attempts) == ("one", 2))
    }

    @Test func `a reply is never put off beyond its expiry`() async throws {
        try await store.queue("one", number: 1, lifetime: 10)
        #expect(try await store.retry(store.claimOne(), at: noon.addingTimeInterval(99), reason: nil))
        #expect(try await store.nextDue() == noon.addingTimeInterval(10))
    }

    @Test(arguments: [(AttemptOutcome.notMade, 1, 0), (.refused, 2, 0), (.unknown, 2, 1)])
    func `the outcome of an attempt decides how it counts`(
        _ outcome: AttemptOutcome,
        attempts: Int,
        ambiguous: Int
    ) async throws {
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: nil, after: outcome))
        let again = try await store.claimOne(token: 2)
        #expect((again.attempts, again.ambiguousAttempts) == (attempts, ambiguous))
    }

    @Test func `a reply given up lets the next one go`() async throws {
        try await store.queue("one", "two", number: 1)
        #expect(try await store.bury(store.claimOne(), reason: "expired", at: noon))
        #expect(try await store.claimOne(token: 2).text == "two")
        #expect(try await store.counts().dead == 1)
    }

    @Test func `a claim tells when the next reply can be claimed`() async throws {
        #expect(try await store.nextDue() == nil)
        try await store.queue("one", "two", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.nextDue() == noon.addingTimeInterval(30))
        #expect(try await store.retry(reply, at: noon.addingTimeInterval(3), reason: nil))
        #expect(try await store.nextDue() == noon.addingTimeInterval(3))
    }
}
