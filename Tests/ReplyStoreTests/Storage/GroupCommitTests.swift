import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct GroupCommitTests {
    @Test(arguments: StoreKind.allCases)
    func `events that arrive during a flush share the next transaction`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let held = await HeldWriter(store)
        let before = await store.writer.batches
        let records = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 { group.addTask { _ = try await store.recordFirst(.sample(number)) } }
                try await group.waitForAll()
            }
        }
        try await held.waitForQueue(of: 200)
        try await held.release()
        try await records.value
        #expect(await store.writer.batches == before + 1)
        #expect(try await store.events(limit: 1_000).count == 200)
    }

    @Test(arguments: StoreKind.allCases)
    func `a batch is never larger than its limit`(_ kind: StoreKind) async throws {
        let tested = try kind.make { $0.limits = GroupCommitWriter.Limits(batch: 10, waiting: 100) }
        let store = tested.store
        let held = await HeldWriter(store)
        let before = await store.writer.batches
        let records = (0..<25).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 25)
        try await held.release()
        for record in records { _ = try await record.value }
        #expect(await store.writer.batches == before + 3)
        #expect(try await store.counts().undecided == 25)
    }

    @Test(arguments: StoreKind.allCases)
    func `a caller who is cancelled still gets the outcome of the commit`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let held = await HeldWriter(store)
        let record = Task { try await store.record(.sample(1)) }
        try await held.waitForQueue(of: 1)
        record.cancel()
        try await held.release()
        let outcome = try await record.value
        let events = try await store.events(limit: 10)
        #expect(events.map { .first($0.id) } == [outcome])
    }

    @Test(arguments: StoreKind.allCases)
    func `a bad entry fails alone`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        let held = await HeldWriter(store)
        var bad = JournalEntry.sample(2)
        bad.dedupeKey = [1, 2, 3]
        let entries = [JournalEntry.sample(1), bad, .sample(3)]
        let records = entries.map { entry in Task { try await store.record(entry) } }
        try await held.waitForQueue(of: 3)
        try await held.release()
        let results = await records.results
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        #expect(throws: StoreError.self) { try results[1].get() }
        #expect(try await store.events(limit: 10).map(\.entry.dedupeKey).count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `the effects of a failing write are undone`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let store = tested.store
        await #expect(throws: Unexpected.failure) {
            try await store.writer.write { database in
                _ = try database.insert(.sample(1))
                throw Unexpected.failure
            }
        }
        #expect(try await store.counts().undecided == 0)
    }

    @Test(arguments: StoreKind.allCases)
    func `when SQLite gives up the whole transaction every caller is told and nothing is stored`(
        _ kind: StoreKind
    ) async throws {
        let tested = try kind.make()
        let store = tested.store
        let held = await HeldWriter(store)
        let first = Task { try await store.record(.sample(1)) }
        try await held.waitForQueue(of: 1)
        let breaking = Task {
            try await store.writer.write { database in
                try database.execute(sql: "ROLLBACK")
                throw Unexpected.failure
            }
        }
        try await held.waitForQueue(of: 2)
        let last = Task { try await store.record(.sample(3)) }
        try await held.waitForQueue(of: 3)
        try await held.release()
        await #expect(throws: Unexpected.failure) { try await first.value }
        await #expect(throws: Unexpected.failure) { try await breaking.value }
        await #expect(throws: Unexpected.failure) { try await last.value }
        #expect(try await store.counts().undecided == 0)
        #expect(try await store.record(.sample(1)) != .duplicate)
    }

    @Test(arguments: StoreKind.allCases)
    func `beyond its capacity the writer refuses at once and serves those who wait`(_ kind: StoreKind) async throws {
        let tested = try kind.make { $0.limits = GroupCommitWriter.Limits(batch: 2, waiting: 3) }
        let store = tested.store
        let held = await HeldWriter(store)
        let records = (0..<3).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 3)
        await #expect(throws: StoreError.overloaded(waiting: 3)) { try await store.record(.sample(9)) }
        try await held.release()
        for record in records { #expect(try await record.value != .duplicate) }
    }

    @Test(arguments: StoreKind.allCases)
    func `the outcome of a reply is accepted however many events wait`(_ kind: StoreKind) async throws {
        let tested = try kind.make { $0.limits = GroupCommitWriter.Limits(batch: 2, waiting: 3) }
        let store = tested.store
        try await store.queue("one", "two", number: 50)
        let reply = try await store.claimOne()
        let held = await HeldWriter(store)
        let records = (0..<3).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 3)
        let mark = Task { try await store.markSent(reply, at: noon) }
        try await held.waitForQueue(of: 4)
        await #expect(throws: StoreError.overloaded(waiting: 4)) { try await store.record(.sample(9)) }
        try await held.release()
        for record in records { _ = try await record.value }
        #expect(try await mark.value)
    }

    @Test func `closing finishes the writes that wait and refuses later ones`() async throws {
        let temporary = try TemporaryStore(limits: GroupCommitWriter.Limits(batch: 1, waiting: 100))
        let store = temporary.store
        let held = await HeldWriter(store)
        let records = (0..<50).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 50)
        async let closed: Void = store.close()
        try await until { await store.writer.isClosed }
        try await held.release()
        try await closed
        for record in records { #expect(try await record.value != .duplicate) }
        await #expect(throws: StoreError.closed(path: temporary.path)) { try await store.record(.sample(99)) }
        await #expect(throws: StoreError.closed(path: temporary.path)) { try await store.counts() }
        #expect(await store.isWritable() == false)
        try await store.close()
    }
}

extension [Task<RecordOutcome, any Error>] {
    /// The results of the tasks.
    var results: [Result<RecordOutcome, any Error>] {
        get async {
            var results: [Result<RecordOutcome, any Error>] = []
            for task in self { results.append(await task.result) }
            return results
        }
    }
}
