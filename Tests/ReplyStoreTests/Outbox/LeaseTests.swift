import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct LeaseTests {
    @Test(arguments: StoreKind.allCases)
    func `when a lease ends another claim takes the reply and knows that it may have been sent`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        #expect(try await store.claim(at: lost.leaseUntil.addingTimeInterval(-0.001), token: 2).isEmpty)
        let taken = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect((taken.id, taken.attempts, taken.ambiguousAttempts) == (lost.id, 2, 1))
        #expect(try await store.retry(taken, at: noon, reason: nil))
        #expect(try await store.claimOne(token: 3).ambiguousAttempts == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `who lost the lease cannot record any outcome`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let lost = try await store.claimOne(token: 1)
        let taken = try await store.claimOne(at: lost.leaseUntil, token: 2)
        #expect(try await store.markSent(lost, at: noon) == false)
        #expect(try await store.retry(lost, at: noon, reason: nil) == false)
        #expect(try await store.markDead(lost, reason: "late", at: noon) == false)
        #expect(try await store.sampleContact().sends == 2)
        #expect(try await store.markSent(taken, at: noon))
    }

    @Test(arguments: StoreKind.allCases)
    func `an outcome is recorded only once`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.markSent(reply, at: noon))
        #expect(try await store.markSent(reply, at: noon) == false)
        #expect(try await store.markDead(reply, reason: "late", at: noon) == false)
    }

    @Test(arguments: StoreKind.allCases)
    func `a late outcome counts as long as nobody else took the reply`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        try await store.queue("one", number: 1)
        let reply = try await store.claimOne()
        #expect(try await store.markSent(reply, at: reply.leaseUntil.addingTimeInterval(60)))
    }

    @Test(arguments: StoreKind.allCases)
    func `at a start all leases are released and old tokens are void`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...3 { try await store.queue("one", number: number, user: "u\(number)") }
        let claimed = try await store.claim(2)
        #expect(try await store.releaseLeases(now: noon) == 2)
        #expect(try await store.releaseLeases(now: noon) == 0)
        #expect(try await store.markSent(claimed[0], at: noon) == false)
        let again = try await store.claim(token: 2)
        #expect(again.map(\.interruptedAttempts).sorted() == [0, 1, 1])
    }
}
