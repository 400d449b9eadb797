public import Foundation
import GRDB

extension ReplyStore {
    /// The size of the log, in bytes, below which it is left alone.
    static let smallLog = 4 << 20

    /// How many rows are in each stage of life.
    public func counts() async throws -> StoreCounts {
        try await read { try StoreCounts(in: $0) }
    }

    /// Deletes events received before `time`, with their replies, at most `limit` of them; returns how many.
    ///
    /// Events that wait for a decision and events with an open reply stay, and so do contacts, which `pruneContacts` is
    /// for; the keys of events that were forgotten go with events of their age. A redelivery of a
    /// deleted event would count as new: keep at least 48 hours (RELIABILITY 3.3). It has a transaction of its own, and
    /// waits until no other write does; small limits keep the writer free.
    public func prune(olderThan time: Date, limit: Int) async throws -> Int {
        try await committer.keepUp { database in
            try await database.write { try $0.prune(olderThan: time, limit: limit) }
        }
    }

    /// Whether this store has a log that must be shortened now and then.
    public var hasLog: Bool { file.isFile }

    /// Moves the write-ahead log into the database when it has grown; does nothing while it is small.
    ///
    /// No commit does that by itself, so call it every second. Whoever reads or writes is not disturbed, unless the log
    /// is so long that its growth must be ended.
    public func shortenLog() async throws {
        guard file.logSize > Self.smallLog else { return }
        try await checkpoint(.passive)
        try await checkpoint(.truncate)
    }

    /// Moves the whole log into the database, and empties it.
    func emptyLog() async throws {
        try await checkpoint(.passive)
        try await checkpoint(.truncate)
    }

    /// Checks the structure of the whole file beside the work, if the opening had no time for all of it.
    ///
    /// Damage becomes the store's condition.
    public func finishCheck() async {
        guard !file.isChecked else { return }
        let path = path
        do {
            _ = try await runBlocking { try StructureCheck.isSound(path: path, within: nil) }
        } catch {
            guard let found = StoreError.classified(error, path: path) as? StoreError else { return }
            await committer.noteFailedRead(found)
        }
    }

    private func checkpoint(_ mode: Database.CheckpointMode) async throws {
        try await committer.keepUp { database in
            try await database.writeWithoutTransaction { try $0.shortenLog(mode) }
        }
    }
}
