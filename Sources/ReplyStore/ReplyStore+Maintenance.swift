public import Foundation
import GRDB

extension ReplyStore {
    /// How many rows are in each stage of life.
    public func counts() async throws -> StoreCounts {
        try await read { try StoreCounts(in: $0) }
    }

    /// Deletes events received before `time`, with their replies, at most `limit` of them; returns how many.
    ///
    /// Events that wait for a decision and events with an open reply stay, and so do contacts. A redelivery of a
    /// deleted event would count as new: keep at least 48 hours (RELIABILITY 3.3). Small limits keep the writer free.
    public func prune(olderThan time: Date, limit: Int) async throws -> Int {
        try await committer.write { try $0.prune(olderThan: time, limit: limit) }
    }

    /// Whether a write reaches the disk now, found out by making one.
    public func isWritable() async -> Bool {
        do {
            try await committer.write { try $0.execute(sql: "UPDATE probe SET writes = writes + 1") }
            return true
        } catch {
            return false
        }
    }
}
