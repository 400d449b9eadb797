import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct JournalReaderTests {
    @Test func `a reader sees what the open store records, as it is recorded`() async throws {
        let temporary = try TemporaryStore()
        let reader = try ReplyStore.openReadOnly(path: temporary.path)
        #expect(try await reader.events(limit: 10).isEmpty)
        for number in 1...3 { _ = try await temporary.store.recordFirst(.sample(number)) }
        let first = try await reader.events(limit: 2)
        let rest = try await reader.events(after: first.last?.id, limit: 2)
        #expect((first + rest).map(\.entry) == [.sample(1), .sample(2), .sample(3)])
        #expect(try await reader.counts().undecided == 3)
    }

    @Test func `a reader works without a server`() async throws {
        let temporary = try TemporaryStore()
        _ = try await temporary.store.recordFirst(.sample(1))
        try await temporary.store.close()
        let reader = try ReplyStore.openReadOnly(path: temporary.path)
        #expect(try await reader.events(limit: 10).count == 1)
    }

    @Test func `a store can be closed while a reader is open`() async throws {
        let temporary = try TemporaryStore()
        let reader = try ReplyStore.openReadOnly(path: temporary.path)
        _ = try await temporary.store.recordFirst(.sample(1))
        #expect(try await reader.events(limit: 10).count == 1)
        try await temporary.store.close()
        #expect(try await reader.events(limit: 10).count == 1)
    }

    @Test func `a reader does not create a database`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.self) { try ReplyStore.openReadOnly(path: folder.file()) }
        #expect(FileManager.default.fileExists(atPath: folder.file()) == false)
    }

    @Test func `a reader refuses a database without the schema`() throws {
        let folder = try TemporaryFolder()
        _ = try DatabasePool.durable(at: folder.file())
        #expect(throws: StoreError.noSchema(path: folder.file())) {
            try ReplyStore.openReadOnly(path: folder.file())
        }
    }
}
