import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct PruningTests {
    private let later = noon.addingTimeInterval(3_600)

    @Test(arguments: StoreKind.allCases)
    func `pruning takes old settled events and their replies, and nothing that is still to be done`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        let sent = try await store.queue("sent", number: 1)
        #expect(try await store.markSent(store.claimOne(), at: noon))
        let open = try await store.queue("open", number: 2)
        let undecided = try await store.recordFirst(.sample(3))
        _ = try await store.recordFirst(.sample(4, isStale: true))
        #expect(try await store.prune(olderThan: later, limit: 100) == 2)
        #expect(try await store.events(limit: 10).map(\.id) == [open, undecided])
        let counts = try await store.counts()
        #expect((counts.undecided, counts.queued, counts.sent) == (1, 1, 0))
        #expect(sent < open)
    }

    @Test(arguments: StoreKind.allCases)
    func `pruning leaves what is young`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...3 { _ = try await store.recordFirst(.sample(number, isStale: true)) }
        #expect(try await store.prune(olderThan: JournalEntry.sample(3).received, limit: 100) == 2)
        #expect(try await store.events(limit: 10).map(\.entry) == [.sample(3, isStale: true)])
    }

    @Test(arguments: StoreKind.allCases)
    func `pruning takes the oldest first, up to its limit`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...3 { _ = try await store.recordFirst(.sample(number, isStale: true)) }
        #expect(try await store.prune(olderThan: later, limit: 2) == 2)
        #expect(try await store.events(limit: 10).map(\.entry) == [.sample(3, isStale: true)])
    }

    @Test(arguments: StoreKind.allCases)
    func `the number of a pruned event is not used again`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let first = try await store.recordFirst(.sample(1, isStale: true))
        #expect(try await store.prune(olderThan: later, limit: 10) == 1)
        #expect(try await store.recordFirst(.sample(2)) > first)
    }

    @Test(arguments: StoreKind.allCases)
    func `a follower stays known when their events are pruned`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        _ = try await store.recordFirst(.sample(1, isStale: true))
        #expect(try await store.prune(olderThan: later, limit: 10) == 1)
        #expect(try await store.sampleContact().lastInteraction == JournalEntry.sample(1).created)
    }

    @Test(arguments: StoreKind.allCases)
    func `a healthy store is writable`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        #expect(await store.isWritable())
    }
}
