import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

/// A full disk, simulated by a limit on the pages of the database.
@Suite(.timeLimit(.minutes(5)), .watched)
struct FullDiskTests {
    @Test func `when the disk is full the reserve goes, events are refused, and outcomes are kept`() async throws {
        let temporary = try TemporaryStore { $0.reservedSpace = 1 << 20 }
        let store = temporary.store
        let reserve = temporary.path + ".ballast"
        #expect(FileManager.default.fileExists(atPath: reserve))
        try await store.queue("one", number: 100_000)
        let reply = try await store.claimOne()
        try await limit(store, to: 0)
        let kept = try await fill(store)
        #expect(store.writer.health.failure == .full(path: temporary.path))
        #expect(FileManager.default.fileExists(atPath: reserve) == false)
        await #expect(throws: StoreError.full(path: temporary.path)) { try await store.record(.sample(99_999)) }
        #expect(try await store.markSent(reply, at: noon))
        // A stored outcome is no proof that events can be stored.
        #expect(store.health != .working)
        try await limit(store, to: 1_000_000)
        try await store.probe()
        #expect(store.health == .working)
        #expect(FileManager.default.fileExists(atPath: reserve))
        #expect(try await store.record(.long(99_999)) != .duplicate)
        #expect(try await store.counts().undecided == kept + 1)
    }

    @Test func `while there is no room for the reserve events stay refused`() async throws {
        let temporary = try TemporaryStore { $0.reservedSpace = 1 << 20 }
        let store = temporary.store
        try await limit(store, to: 0)
        _ = try await fill(store)
        try await limit(store, to: 1_000_000)
        // A folder in its place: the file cannot be created.
        try FileManager.default.createDirectory(atPath: temporary.path + ".ballast", withIntermediateDirectories: false)
        await #expect(throws: StoreError.self) { try await store.probe() }
        await #expect(throws: StoreError.self) { try await store.record(.sample(99_999)) }
        try FileManager.default.removeItem(atPath: temporary.path + ".ballast")
        try await store.probe()
        #expect(try await store.record(.sample(99_999)) != .duplicate)
    }

    @Test func `a store without a reserve takes events again as soon as there is room`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        try await limit(store, to: 0)
        let kept = try await fill(store)
        try await limit(store, to: 1_000_000)
        try await store.probe()
        #expect(store.health == .working)
        _ = try await store.recordFirst(.long(99_999))
        #expect(try await store.counts().undecided == kept + 1)
    }

    private func limit(_ store: ReplyStore, to pages: Int) async throws {
        // A limit below the present number of pages means the present number.
        _ = try await store.file.database.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(max(1, pages))")
        }
    }

    /// Records until nothing more fits; returns how many were acknowledged.
    private func fill(_ store: ReplyStore) async throws -> Int {
        for number in 0..<10_000 {
            do { _ = try await store.record(.long(number)) } catch StoreError.full { return number }
        }
        throw Unexpected.failure
    }
}
