import Foundation
import GRDB
import TestSupport
import Testing

@testable import ReplyStore

@Suite(.timeLimit(.minutes(5)), .watched)
struct StoreFileTests {
    @Test func `a second store on the same file is refused until the first is closed`() async throws {
        let temporary = try TemporaryStore()
        let own = ProcessInfo.processInfo.processIdentifier
        #expect(throws: StoreError.locked(path: temporary.path, holder: own)) { try ReplyStore(path: temporary.path) }
        _ = try await temporary.store.recordFirst(.sample(1))
        try await temporary.store.close()
        let second = try ReplyStore(path: temporary.path)
        #expect(try await second.counts().undecided == 1)
    }

    @Test func `a store that is let go without closing gives its lock up`() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<3 { _ = try ReplyStore(path: folder.file()) }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
    func `another process cannot take the lock`() throws {
        let temporary = try TemporaryStore()
        #expect(
            try exitCode("/usr/bin/flock", "--nonblock", "--conflict-exit-code", "9", temporary.path + ".lock") == 9
        )
        withExtendedLifetime(temporary) {}
    }

    @Test func `only the own user can read the files`() async throws {
        let temporary = try TemporaryStore()
        _ = try await temporary.store.recordFirst(.sample(1))
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: temporary.path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
    }

    @Test func `a folder that is missing is named in the error`() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: StoreError.self) { try ReplyStore(path: folder.file("none/replybot.db")) }
        #expect(error.description.contains("none/replybot.db"))
        #expect(error.description.contains("create its folder"))
    }

    @Test func `a file that is no database is called damaged and left as it is`() throws {
        let folder = try TemporaryFolder()
        let text = Data(String(repeating: "not a database ", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: folder.file()))
        let error = try #require(throws: StoreError.self) { try ReplyStore(path: folder.file()) }
        guard case .corrupt = error else { throw error }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == text)
    }

    @Test func `a database of a later version is refused`() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.writer.write { database in
            try database.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999 the future')")
        }
        try await temporary.store.close()
        #expect(throws: StoreError.newerSchema(path: temporary.path)) { try ReplyStore(path: temporary.path) }
        #expect(throws: StoreError.newerSchema(path: temporary.path)) {
            try ReplyStore.openReadOnly(path: temporary.path)
        }
    }

    @Test func `a foreign writer makes a write fail, not wait for ever`() async throws {
        let temporary = try TemporaryStore()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let foreign = try DatabaseQueue(path: temporary.path, configuration: configuration)
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: StoreError.busy(path: temporary.path)) { try await temporary.store.record(.sample(1)) }
        #expect(await temporary.store.isWritable() == false)
        try await foreign.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(await temporary.store.isWritable())
        #expect(try await temporary.store.record(.sample(1)) != .duplicate)
    }

    private func exitCode(_ command: String, _ arguments: String...) throws -> Int32 {
        try ChildProcess(ChildProcess.Command(command, arguments + ["true"])).waitUntilEnd()
    }
}
