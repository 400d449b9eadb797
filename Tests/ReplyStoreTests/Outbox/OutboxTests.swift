import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct OutboxTests {
    @Test(arguments: StoreKind.allCases)
    func `a follower's replies are claimed one at a time and in order`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
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

    @Test(arguments: StoreKind.allCases)
    func `one claim serves many followers, the longest waiting first, up to its limit`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...4 { try await store.queue("to \(number)", "later", number: number, user: "u\(number)") }
        #expect(try await store.claim(3).map(\.text) == ["to 1", "to 2", "to 3"])
        #expect(try await store.claim(3, token: 2).map(\.text) == ["to 4"])
    }

    @Test(arguments: StoreKind.allCases)
    func `a claimed reply tells what the sender needs`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.queue("one", number: 1)
        let reply = try await store.claimOne(token: .max)
        #expect((reply.eventID, reply.appID, reply.userID) == (event, "2014", "2088"))
        #expect((reply.attempts, reply.ambiguousAttempts, reply.sendsToday) == (1, 0, 1))
        #expect(reply.expires == noon.addingTimeInterval(300))
        #expect(reply.leaseUntil == noon.addingTimeInterval(30))
        #expect(try await store.markSent(reply, at: noon))
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply put back is due at its time and holds up the later ones until then`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        let due = noon.addingTimeInterval(5)
        #expect(try await store.retry(store.claimOne(), at: due, reason: "SYSTEM_ERROR"))
        #expect(try await store.claim(at: noon.addingTimeInterval(4.999)).isEmpty)
        let again = try await store.claimOne(at: due, token: 2)
        #expect((again.text, again.attempts) == ("one", 2))
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply is never put off beyond its expiry`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1, lifetime: 10)
        #expect(try await store.retry(store.claimOne(), at: noon.addingTimeInterval(99), reason: nil))
        #expect(try await store.nextDue() == noon.addingTimeInterval(10))
    }

    @Test(
        arguments: StoreKind.allCases,
        [(how: Settlement.Cost.none, attempts: 1, ambiguous: 0), (.aTry, 2, 0), (.ambiguity, 2, 1)]
    )
    func `the outcome of an attempt decides how it counts`(
        _ kind: StoreKind,
        _ outcome: (how: Settlement.Cost, attempts: Int, ambiguous: Int)
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: nil, cost: outcome.how))
        let again = try await store.claimOne(token: 2)
        #expect((again.attempts, again.ambiguousAttempts) == (outcome.attempts, outcome.ambiguous))
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply given up lets the next one go`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.markDead(store.claimOne(), reason: "expired", at: noon))
        #expect(try await store.claimOne(token: 2).text == "two")
        #expect(try await store.counts().dead == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a claim tells when the next reply can be claimed`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        #expect(try await store.nextDue() == nil)
        try await store.queue("one", "two", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.nextDue() == noon.addingTimeInterval(30))
        #expect(try await store.retry(reply, at: noon.addingTimeInterval(3), reason: nil))
        #expect(try await store.nextDue() == noon.addingTimeInterval(3))
    }
}
