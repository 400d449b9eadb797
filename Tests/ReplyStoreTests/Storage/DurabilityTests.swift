import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct DurabilityTests {
    @Test func `the writer of a file flushes at each commit and writes ahead`() async throws {
        let temporary = try TemporaryStore()
        let settings = try await temporary.store.writer.write { database in
            [
                try String.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try String.fetchOne(database, sql: "PRAGMA foreign_keys"),
            ]
        }
        #expect(settings == ["2", "wal", "1"])
    }

    @Test(arguments: ["NORMAL", "OFF"])
    func `a connection that does not flush is refused`(_ level: String) throws {
        let folder = try TemporaryFolder()
        let pool = try DatabasePool.durable(at: folder.file())
        try pool.writeWithoutTransaction { database in
            try database.checkDurability(path: "x")
            try database.execute(sql: "PRAGMA synchronous = \(level)")
            #expect(throws: StoreError.notDurable(path: "x", setting: "synchronous", found: level == "OFF" ? "0" : "1"))
            {
                try database.checkDurability(path: "x")
            }
        }
    }

    @Test func `a connection without a write-ahead log is refused`() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.file())
        #expect(throws: StoreError.notDurable(path: "x", setting: "journal_mode", found: "delete")) {
            try queue.writeWithoutTransaction { try $0.checkDurability(path: "x") }
        }
    }

    @Test func `a store opened again has everything`() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.queue("one", "two", number: 1)
        _ = try await temporary.store.recordFirst(.sample(2))
        _ = try await temporary.store.claimOne()
        let before = try await temporary.store.counts()
        let events = try await temporary.store.events(limit: 10)
        let contact = try await temporary.store.sampleContact()
        try await temporary.store.close()

        let store = try ReplyStore(path: temporary.path)
        #expect(try await store.counts() == before)
        #expect(try await store.events(limit: 10) == events)
        #expect(try await store.sampleContact() == contact)
        #expect(try await store.record(.sample(2)) == .duplicate)
    }

    @Test func `closing leaves nothing in the write-ahead log`() async throws {
        let temporary = try TemporaryStore()
        _ = try await temporary.store.recordFirst(.sample(1))
        try await temporary.store.close()
        let log = try? Data(contentsOf: URL(fileURLWithPath: temporary.path + "-wal"))
        #expect(log?.isEmpty ?? true)
    }

    @Test func `a recorded event is in the files before the store is closed`() async throws {
        let temporary = try TemporaryStore()
        for number in 1...20 { _ = try await temporary.store.recordFirst(.sample(number)) }
        for suffix in ["", "-wal"] {
            let copy = temporary.folder.file("copy.db") + suffix
            try FileManager.default.copyItem(atPath: temporary.path + suffix, toPath: copy)
        }
        let copy = try ReplyStore(path: temporary.folder.file("copy.db"))
        #expect(try await copy.events(limit: 100).map(\.entry) == (1...20).map { .sample($0) })
    }

    @Test func `a store in memory keeps the same rules`() async throws {
        let store = try ReplyStore.inMemory()
        try await store.queue("one", number: 1)
        #expect(try await store.record(.sample(1)) == .duplicate)
        #expect(try await store.markSent(store.claimOne(), at: noon))
        try await store.close()
        await #expect(throws: StoreError.closed(path: "in memory")) { try await store.record(.sample(2)) }
        #expect(try await store.counts().sent == 1)
    }
}
