import BotCore
import Foundation
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
        let feed = CommitFeed<Int>()
        let all = feed.committedEvents()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let committed = feed.committedEvents()
                    let outcome = try await store.record(.sample(number), companion: number, publishingTo: feed)
                    let published = await committed.published()
                    #expect(published.contains { outcome == .first($0) })
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
        let feed = CommitFeed<String>()
        _ = try await store.record(.sample(1), companion: "before the subscription", publishingTo: feed)
        let committed = feed.committedEvents()
        _ = try await store.record(.sample(2), companion: "first", publishingTo: feed)
        _ = try await store.record(.sample(2), companion: "again", publishingTo: feed)
        _ = try await store.record(.sample(3, isStale: true), companion: "stale", publishingTo: feed)
        _ = try await store.record(.sample(4))
        _ = try await store.record(.sample(5), companion: "second", publishingTo: feed)
        #expect(await committed.all().map(\.companion) == ["first", "second"])
    }

    @Test func `an event comes with its follower, unless an earlier one of theirs must be decided first`() async throws
    {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let feed = CommitFeed<Int>()
        let committed = feed.committedEvents()
        var decided: [EventID] = []
        for number in 1...4 {
            guard
                case .first(let event) = try await store.record(.sample(number), companion: number, publishingTo: feed)
            else { return }
            decided.append(event)
            // The third is recorded before the second is decided.
            guard number != 2 else { continue }
            for event in decided {
                var effects = DecidedEvent.sample(event, replies: [])
                effects.contact.state = Data("after \(event)".utf8)
                #expect(try await store.commit(effects))
            }
            decided = []
        }
        let contacts = await committed.all()
            .map { $0.contact.map { $0.state.map { String(decoding: $0, as: UTF8.self) } } }
        #expect(contacts == [.some(nil), .some("after 1"), nil, .some("after 3")])
    }

    @Test func `a released event has a decision made again that was begun before it`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let feed = CommitFeed<Int>()
        let committed = feed.committedEvents()
        let first = try await store.recordFirst(.sample(1))
        #expect(try await store.quarantine(first, reason: .poison))
        _ = try await store.record(.sample(2), companion: 2, publishingTo: feed)
        let second = try #require(await committed.all().first)
        #expect(try await store.requeue(first, at: noon)?.id == first)
        var decided = DecidedEvent.sample(second.id, replies: ["too early"])
        decided.contact = try #require(second.contact)
        await #expect(throws: StoreError.contactChanged) { try await store.commit(decided) }
    }

    @Test func `an event whose commit fails is not published, and its companion is released`() async throws {
        final class Companion: Sendable {}
        let temporary = try TemporaryStore()
        let feed = CommitFeed<Companion>()
        let committed = feed.committedEvents()
        weak var companion: Companion?
        let foreign = try ForeignWriter(temporary.path)
        do {
            let new = Companion()
            companion = new
            await #expect(throws: StoreError.busy(path: temporary.path)) {
                try await temporary.store.record(.sample(1), companion: new, publishingTo: feed)
            }
        }
        try foreign.release()
        try await temporary.store.close()
        #expect(companion == nil)
        #expect(await committed.all().isEmpty)
    }
}

extension AsyncStream where Element: Sendable {
    /// The values that were published so far; ends the stream.
    func all() async -> [Element] {
        // A cancelled reader gets what is buffered, and then the end.
        let reader = Task { await reduce(into: [Element]()) { $0.append($1) } }
        reader.cancel()
        return await reader.value
    }

    /// The numbers of the events that were published so far; ends the stream.
    func published<Companion>() async -> [EventID] where Element == CommittedEvent<Companion> {
        await all().map(\.id)
    }
}
