import BotCore
import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct DailyCountTests {
    @Test(arguments: StoreKind.allCases)
    func `a reply is counted when it is claimed first, not again when it is retried`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.retry(reply, at: noon, reason: nil))
        let again = try await store.claimOne(token: 2)
        #expect(again.sendsToday == 1)
        #expect(try await store.markSent(again, at: noon))
        #expect(try await store.claimOne(token: 3).sendsToday == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `replies that wait are told beside those that are counted`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", "three", number: 1)
        #expect(try await store.sampleContact().waiting == 3)
        let reply = try await store.claimOne()
        #expect(try await store.sampleContact().waiting == 2)
        #expect(try await store.retry(reply, at: noon, reason: nil))
        var contact = try await store.sampleContact()
        #expect(contact.waiting == 2 && contact.sends == 1)
        #expect(try await store.markDead(store.claimOne(token: 2), reason: "refused", at: noon))
        contact = try await store.sampleContact()
        #expect(contact.waiting == 2 && contact.sends == 0)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply that was never sent is taken off the count`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.markDead(store.claimOne(), reason: "refused", at: noon))
        #expect(try await store.sampleContact().sends == 0)
        #expect(try await store.claimOne(token: 2).sendsToday == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply that may have been sent stays on the count`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        #expect(try await store.markDead(store.claimOne(), reason: "time-out", at: noon, mayHaveArrived: true))
        #expect(try await store.sampleContact().sends == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply that may have been sent earlier stays on the count when a later try is refused`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: nil, cost: .ambiguity))
        #expect(try await store.markDead(store.claimOne(token: 2), reason: "refused", at: noon))
        #expect(try await store.sampleContact().sends == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a new day starts at one`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.markSent(store.claimOne(), at: noon))
        let reply = try await store.claimOne(token: 2, day: "2026-02-11")
        #expect(reply.sendsToday == 1)
        #expect(try await store.sampleContact().day == "2026-02-11")
    }

    @Test(arguments: StoreKind.allCases)
    func `a retry on a new day is counted there`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: nil))
        #expect(try await store.claimOne(token: 2, day: "2026-02-11").sendsToday == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reply retried and buried on a new day is taken off that day only`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.retry(store.claimOne(), at: noon, reason: nil))
        #expect(try await store.markDead(store.claimOne(token: 2, day: "2026-02-11"), reason: "refused", at: noon))
        let contact = try await store.sampleContact()
        #expect((contact.day, contact.sends) == ("2026-02-11", 0))
    }

    @Test(arguments: StoreKind.allCases)
    func `a clock set back over midnight does not forget what was sent`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", "two", number: 1)
        #expect(try await store.markSent(store.claimOne(day: "2026-02-11"), at: noon))
        let reply = try await store.claimOne(token: 2, day: "2026-02-10")
        #expect(reply.sendsToday == 2)
        #expect(try await store.sampleContact().day == "2026-02-11")
    }

    @Test(arguments: StoreKind.allCases)
    func `a day that is no day is refused and nothing is claimed`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        await #expect(throws: StoreError.self) { try await store.claim(day: "10.2.2026") }
        #expect(try await store.counts().queued == 1)
    }
}
