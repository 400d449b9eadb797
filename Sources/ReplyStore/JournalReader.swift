public import Foundation
import GRDB

/// Read-only access to a database that a server may have open, for exports; it never writes and takes no lock.
///
/// The file is closed when the reader is released.
public final class JournalReader: Sendable {
    private let path: String
    private let database: DatabaseQueue

    /// Opens the file at `path`; it must exist and have the schema of this version.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        self.path = path
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
            try database.checkReplyStoreSchema(path: path)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }

    /// The events received from `since` on and before `until`, in order of arrival, at most `limit` of them.
    ///
    /// To read on, pass the number of the last event as `after`.
    public func events(
        since: Date? = nil,
        until: Date? = nil,
        after: EventID? = nil,
        limit: Int
    ) async throws -> [JournaledEvent] {
        let page = JournalPage(since: since, until: until, after: after, limit: limit)
        return try await database.classifiedRead(path: path) { try page.events(in: $0) }
    }

    /// How many rows are in each stage of life.
    public func counts() async throws -> StoreCounts {
        try await database.classifiedRead(path: path) { try StoreCounts(in: $0) }
    }
}
