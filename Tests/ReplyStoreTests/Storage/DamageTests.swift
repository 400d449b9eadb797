import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct DamageTests {
    @Test func `a damaged page is found when the store is opened`() async throws {
        let temporary = try TemporaryStore()
        for number in 0..<200 { _ = try await temporary.store.recordFirst(.long(number)) }
        try await temporary.store.close()
        try overwrite(temporary.path, at: 4_096 * 10, with: Data(count: 4_096))
        let error = try #require(throws: StoreError.self) { try ReplyStore(path: temporary.path) }
        guard case .corrupt = error else { throw error }
        #expect(error.description.contains("--recover"))
    }

    @Test func `damage that the opening had no time to find is found afterwards`() async throws {
        let temporary = try TemporaryStore()
        for number in 0..<2_000 { _ = try await temporary.store.recordFirst(.long(number)) }
        try await temporary.store.close()
        try overwrite(temporary.path, at: 4_096 * 1_000, with: Data(count: 4_096))
        var options = StoreOptions.unhurried
        options.checkTime = .zero
        // A check that ends before its limit of zero finds the damage at once.
        guard let store = try? ReplyStore(path: temporary.path, options: options) else { return }
        await store.finishCheck()
        guard case .corrupt = store.writer.health.failure else {
            Issue.record("\(store.health)")
            return
        }
        await #expect(throws: StoreError.self) { try await store.record(.sample(99_999)) }
    }

    @Test func `a damaged database set aside keeps its content, and a new one begins empty`() async throws {
        let temporary = try TemporaryStore()
        _ = try await temporary.store.recordFirst(.sample(1))
        try await temporary.store.close()
        let content = try Data(contentsOf: URL(fileURLWithPath: temporary.path))
        let aside = try ReplyStore.moveDamaged(path: temporary.path, at: noon)
        #expect(aside == temporary.path + ".damaged-20260210T040000Z")
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == content)
        let store = try ReplyStore(path: temporary.path)
        #expect(try await store.counts().undecided == 0)
    }

    @Test func `a database in use is not set aside`() throws {
        let temporary = try TemporaryStore()
        #expect(throws: StoreError.self) { try ReplyStore.moveDamaged(path: temporary.path, at: noon) }
        #expect(FileManager.default.fileExists(atPath: temporary.path))
        withExtendedLifetime(temporary) {}
    }

    @Test func `a file opened again has everything, flushes at each commit, and begins with an empty log`() async throws
    {
        let temporary = try TemporaryStore()
        let store = temporary.store
        for number in 1...50 { _ = try await store.recordFirst(.long(number)) }
        try await store.file.reopen()
        #expect(store.file.logSize == 0)
        try await store.file.database.writeWithoutTransaction { try $0.checkDurability(path: "x") }
        #expect(try await store.record(.long(50)) == .duplicate)
        _ = try await store.recordFirst(.long(51))
        #expect(try await store.counts().undecided == 51)
    }

    @Test func `reads go on while the file is opened again`() async throws {
        let temporary = try TemporaryStore()
        let store = temporary.store
        _ = try await store.recordFirst(.sample(1))
        let reads = Task {
            for _ in 0..<200 {
                do {
                    let counts = try await store.counts()
                    #expect(counts.undecided == 1)
                } catch StoreError.failed {
                    // The error is reported, and passes.
                }
            }
        }
        for _ in 0..<10 { try await store.file.reopen() }
        try await reads.value
        #expect(try await store.counts().undecided == 1)
    }

    private func overwrite(_ path: String, at offset: UInt64, with data: Data) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: data)
        try file.close()
    }
}
