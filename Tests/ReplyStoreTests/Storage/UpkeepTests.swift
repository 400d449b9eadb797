import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct UpkeepTests {
    private let later = noon.addingTimeInterval(3_600)

    @Test func `pruning has a transaction of its own, after all writes that wait`() async throws {
        let temporary = try TemporaryStore(limits: GroupCommitWriter.Limits(batch: 2, waiting: 100))
        let store = temporary.store
        _ = try await store.recordFirst(.sample(1, isStale: true))
        let held = await HeldWriter(store)
        let pruning = Task { try await store.prune(olderThan: later, limit: 10) }
        try await until { await store.writer.hasUpkeep }
        let records = (2...6).map { number in Task { try await store.record(.sample(number, isStale: true)) } }
        try await held.waitForQueue(of: 5)
        try await held.release()
        for record in records { _ = try await record.value }
        // All six events were there when it ran.
        #expect(try await pruning.value == 6)
    }

    @Test func `no acknowledgement moves the log into the database`() async throws {
        let temporary = try TemporaryStore()
        let before = try size(temporary.path)
        try await fill(temporary.store, pastLogSize: 2 * ReplyStore.smallLog)
        #expect(try size(temporary.path) == before)
    }

    @Test func `a long log is moved into the database, a short one is left alone`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        let before = try size(temporary.path)
        try await fill(store, events: 10)
        let short = store.file.logSize
        try await store.shortenLog()
        #expect(store.file.logSize == short)
        try await fill(store, pastLogSize: ReplyStore.smallLog)
        try await store.shortenLog()
        #expect(store.file.logSize == 0)
        #expect(try size(temporary.path) > before)
    }

    @Test func `under load the log stays bounded although upkeep never finds a pause`() async throws {
        let temporary = try TemporaryStore(limits: GroupCommitWriter.Limits(batch: 8, waiting: 4_096, log: 6 << 20))
        let store = temporary.store
        let load = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<16 {
                    group.addTask {
                        for number in 0..<400 { _ = try await store.record(.long(lane * 1_000 + number)) }
                    }
                }
                try await group.waitForAll()
            }
        }
        var largest = 0
        let isDone = Flag()
        let watch = Task {
            defer { isDone.set() }
            try await load.value
        }
        while !isDone.isSet {
            try await store.shortenLog()
            largest = max(largest, store.file.logSize)
            // A short log is left alone without a pause, and the writers may have only this thread.
            await Task.yield()
        }
        try await watch.value
        #expect(largest < 16 << 20)
        #expect(try await store.counts().undecided == 6_400)
    }

    @Test func `a reader in the log does not stop upkeep or acknowledgements`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        try await fill(store, events: 10)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: temporary.path, configuration: configuration)
        try reader.unsafeReentrantRead { database in
            try database.execute(sql: "BEGIN")
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM event")
        }
        try await fill(store, pastLogSize: ReplyStore.smallLog)
        try await store.shortenLog()
        #expect(store.health == .working)
        #expect(store.file.logSize > 0)
        try reader.unsafeReentrantRead { try $0.execute(sql: "ROLLBACK") }
        try await store.shortenLog()
        #expect(store.file.logSize == 0)
    }

    private func size(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    private func fill(_ store: ReplyStore, pastLogSize size: Int) async throws {
        for _ in 0..<100 where store.file.logSize <= size { try await fill(store, events: 200) }
        try #require(store.file.logSize > size)
    }

    private func fill(_ store: ReplyStore, events: Int) async throws {
        let first = try await store.counts().undecided
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in first..<(first + events) { group.addTask { _ = try await store.record(.long(number)) } }
            try await group.waitForAll()
        }
    }
}

private final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
