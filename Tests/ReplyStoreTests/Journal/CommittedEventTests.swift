import BotCore
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct CommittedEventTests {
    @Test(arguments: StoreKind.allCases)
    func `events are published in the order of their numbers, each before its caller is answered`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        let all = store.committedEvents()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let committed = store.committedEvents()
                    let event = try await store.recordFirst(.sample(number))
                    #expect(await committed.published().contains(event))
                }
            }
            try await group.waitForAll()
        }
        let stored = try await store.events(limit: 1_000).map(\.id)
        #expect(await all.published() == stored)
        #expect(stored.count == 200)
    }

    @Test(arguments: StoreKind.allCases)
    func `an event is published with its companion; duplicates and stale events are not`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        var committed = store.committedEvents().makeAsyncIterator()
        _ = try await store.record(.sample(1), companion: "first")
        _ = try await store.record(.sample(1), companion: "again")
        _ = try await store.record(.sample(2, isStale: true), companion: "stale")
        _ = try await store.record(.sample(3), companion: "second")
        for companion in ["first", "second"] {
            #expect(await committed.next()?.companion as? String == companion)
        }
        try await store.close()
        #expect(await committed.next() == nil)
    }

    @Test func `a subscription begins with what is committed after it`() async throws {
        let store = try ReplyStore.inMemory()
        _ = try await store.recordFirst(.sample(1))
        let committed = store.committedEvents()
        let event = try await store.recordFirst(.sample(2))
        #expect(await committed.published() == [event])
    }
}

extension AsyncStream<CommittedEvent> {
    /// The numbers of the events that were published so far; ends the stream.
    func published() async -> [EventID] {
        // A cancelled reader gets what is buffered, and then the end.
        let reader = Task { await reduce(into: [EventID]()) { $0.append($1.id) } }
        reader.cancel()
        return await reader.value
    }
}
