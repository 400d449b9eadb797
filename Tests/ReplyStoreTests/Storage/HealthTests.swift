import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct HealthTests {
    @Test func `the condition is posted once when it begins and once when it ends`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var changes = store.healthChanges().makeAsyncIterator()
        #expect(await changes.next() == .working)
        let foreign = try ForeignWriter(temporary.path)
        let busy = StoreError.busy(path: temporary.path)
        for number in 1...2 {
            await #expect(throws: busy) { try await store.record(.sample(number)) }
        }
        await #expect(throws: busy) { try await store.probe() }
        #expect(store.refusedWrites == 2)
        try foreign.release()
        try await store.probe()
        #expect(await changes.next() == .failing(busy))
        #expect(await changes.next() == .working)
        #expect(try await store.record(.sample(1)) != .duplicate)
    }

    @Test func `a commit ends the trouble without a probe`() async throws {
        let temporary = try TemporaryStore()
        let foreign = try ForeignWriter(temporary.path)
        await #expect(throws: StoreError.self) { try await temporary.store.record(.sample(1)) }
        #expect(temporary.store.health != .working)
        try foreign.release()
        _ = try await temporary.store.recordFirst(.sample(1))
        #expect(temporary.store.health == .working)
    }

    @Test func `no caller that is answered finds the store failing still`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let foreign = try ForeignWriter(temporary.path)
        await #expect(throws: StoreError.self) { try await store.record(.sample(1)) }
        try foreign.release()
        let (seen, saw) = AsyncStream.makeStream(of: StoreHealth.self)
        // A value is published just before its caller is answered.
        try await store.writer.write(publish: { _ in saw.yield(store.health) }, { _ in })
        #expect(await seen.first { _ in true } == .working)
    }

    @Test func `a bad entry is no trouble of the store`() async throws {
        let temporary = try TemporaryStore()
        var bad = JournalEntry.sample(1)
        bad.dedupeKey = []
        await #expect(throws: StoreError.self) { try await temporary.store.record(bad) }
        #expect(temporary.store.health == .working)
    }

    @Test func `too many waiting writes are trouble until half of them are done`() async throws {
        let temporary = try TemporaryStore(limits: GroupCommitWriter.Limits(batch: 1, waiting: 2))
        let store = temporary.store
        let held = await HeldWriter(store)
        let records = (0..<2).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 2)
        await #expect(throws: StoreError.overloaded(waiting: 2)) { try await store.record(.sample(9)) }
        #expect(store.health != .working)
        try await held.release()
        for record in records { _ = try await record.value }
        #expect(store.health == .working)
        #expect(store.refusedWrites == 1)
    }

    @Test func `the stream ends when the store is closed`() async throws {
        let temporary = try TemporaryStore()
        let changes = temporary.store.healthChanges()
        try await temporary.store.close()
        var seen: [StoreHealth] = []
        for await condition in changes { seen.append(condition) }
        #expect(seen == [.working])
    }

    @Test func `each transaction is reported with its writes and its error`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        var iterator = store.commitReports().makeAsyncIterator()
        let held = await HeldWriter(store)
        let records = (0..<3).map { number in Task { try await store.record(.sample(number)) } }
        try await held.waitForQueue(of: 3)
        try await held.release()
        for record in records { _ = try await record.value }
        #expect(await iterator.next()?.writes == 1)
        let report = try #require(await iterator.next())
        #expect((report.writes, report.error) == (3, nil))
        #expect(report.duration > .zero)
        let foreign = try ForeignWriter(temporary.path)
        await #expect(throws: StoreError.self) { try await store.record(.sample(9)) }
        #expect(await iterator.next()?.error == .busy(path: temporary.path))
        try foreign.release()
        try await store.close()
        #expect(await iterator.next() == nil)
    }
}
