import Foundation
import ReplyStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct JournalTests {
    @Test(arguments: StoreKind.allCases)
    func `the second delivery of an event is a duplicate and changes nothing`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let event = try await store.recordFirst(.sample(1))
        var again = JournalEntry.sample(1)
        again.request.body = [1, 2, 3]
        #expect(try await store.record(again) == .duplicate)
        let events = try await store.events(limit: 10)
        #expect(events == [JournaledEvent(id: event, entry: .sample(1), decision: nil)])
    }

    @Test(arguments: StoreKind.allCases)
    func `of many deliveries at once exactly one is first`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let outcomes = try await withThrowingTaskGroup(of: RecordOutcome.self) { group in
            for _ in 0..<50 { group.addTask { [store] in try await store.record(.sample(1)) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 != .duplicate } == 1)
        #expect(outcomes.count == 50)
    }

    @Test(arguments: StoreKind.allCases)
    func `an empty body and an empty query are kept as they are`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        var entry = JournalEntry.sample(1)
        entry.request = RecordedRequest(query: "", contentType: "", body: [])
        _ = try await store.recordFirst(entry)
        #expect(try await store.events(limit: 1).first?.entry == entry)
    }

    @Test(arguments: StoreKind.allCases)
    func `times far outside every calendar are clamped, not fatal`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        var entry = JournalEntry.sample(1)
        entry.created = Date(timeIntervalSince1970: 1e300)
        _ = try await store.recordFirst(entry)
        #expect(try await store.events(limit: 1).first?.entry.created == Date(timeIntervalSince1970: 8.64e12))
    }

    @Test(arguments: StoreKind.allCases)
    func `events wait for a decision in order of arrival, without stale ones`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let first = try await store.recordFirst(.sample(9))
        _ = try await store.recordFirst(.sample(1, isStale: true))
        let second = try await store.recordFirst(.sample(3))
        #expect(try await store.undecidedEvents(limit: 10).map(\.id) == [first, second])
        #expect(try await store.undecidedEvents(limit: 1).map(\.id) == [first])
        #expect(try await store.undecidedEvents(limit: 10, after: first).map(\.id) == [second])
    }

    @Test(arguments: StoreKind.allCases)
    func `an export walks the journal page by page in order of arrival`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in [5, 1, 4, 2, 3] { _ = try await store.recordFirst(.sample(number)) }
        let first = try await store.events(limit: 3)
        let second = try await store.events(after: first.last?.id, limit: 3)
        #expect((first + second).map(\.entry) == [5, 1, 4, 2, 3].map { .sample($0) })
    }

    @Test(arguments: StoreKind.allCases)
    func `an export takes its start in and leaves its end out`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        for number in 1...5 { _ = try await store.recordFirst(.sample(number)) }
        let (since, until) = (JournalEntry.sample(2).received, JournalEntry.sample(4).received)
        let events = try await store.events(since: since, until: until, limit: 10)
        #expect(events.map(\.entry) == [.sample(2), .sample(3)])
    }

    @Test(arguments: StoreKind.allCases)
    func `no limit below zero means everything`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        _ = try await store.recordFirst(.sample(1))
        #expect(try await store.events(limit: -1).isEmpty)
        #expect(try await store.undecidedEvents(limit: -1).isEmpty)
        #expect(try await store.claim(-1).isEmpty)
    }
}
