package import BotCore
package import Foundation
import GRDB

/// Events whose decision ends the process, or cannot be made.
extension ReplyStore {
    /// Counts the death of the process `life` for each event during whose decision it died, and returns all suspects:
    /// the undecided events with deaths, and their number.
    ///
    /// Repeating the call for the same life counts nothing twice.
    package func countDeaths(inside events: Set<EventID>, life: UInt64) async throws -> [EventID: Int] {
        try await writer.write { database in
            try database.countDeaths(inside: events, life: life)
            return try database.suspects()
        }
    }

    /// Excludes an event from decisions until an operator releases it; false when it is no longer undecided.
    @discardableResult
    package func quarantine(_ event: EventID, reason: QuarantineReason) async throws -> Bool {
        try await writer.write { database in
            let sql = "UPDATE event SET aside = ? WHERE id = ? AND decided IS NULL AND is_stale = 0 AND aside IS NULL"
            try database.cachedStatement(sql: sql).execute(arguments: [reason, event])
            return database.changesCount == 1
        }
    }

    /// Releases an event from quarantine and returns it; nil when it is not quarantined.
    ///
    /// It counts as received now, or its replies would have expired.
    package func requeue(_ event: EventID, at now: Date) async throws -> JournaledEvent? {
        try await writer.write { database in
            let sql = "UPDATE event SET aside = NULL, deaths = 0, received = ? WHERE id = ? AND aside IS NOT NULL"
            try database.cachedStatement(sql: sql).execute(arguments: [now.milliseconds, event])
            guard database.changesCount == 1 else { return nil }
            try database.refuseDecisions(onFollowerOf: event)
            return try database.event(event)?.journaled
        }
    }

    /// Ends a quarantined event without a reply; false when it is not quarantined.
    package func dropQuarantined(_ event: EventID, decision: String, at now: Date) async throws -> Bool {
        try await writer.write { database in
            let sql = "UPDATE event SET aside = NULL, decided = ?, decision = ? WHERE id = ? AND aside IS NOT NULL"
            try database.cachedStatement(sql: sql).execute(arguments: [now.milliseconds, decision, event])
            return database.changesCount == 1
        }
    }
}

extension Database {
    /// Refuses decisions that were begun before an earlier event of the follower had to be decided first.
    fileprivate func refuseDecisions(onFollowerOf event: EventID) throws {
        let sql = """
            UPDATE contact SET revision = revision + 1
            WHERE (app_id, user_id) = (SELECT app_id, user_id FROM event WHERE id = ?)
            """
        try cachedStatement(sql: sql).execute(arguments: [event])
    }

    fileprivate func countDeaths(inside events: Set<EventID>, life: UInt64) throws {
        let sql = """
            UPDATE event SET deaths = deaths + 1, death_life = :life
            WHERE id = :id AND decided IS NULL AND death_life IS NOT :life
            """
        for event in events.sorted() {
            try cachedStatement(sql: sql).execute(arguments: ["life": Int64(bitPattern: life), "id": event])
        }
    }

    fileprivate func suspects() throws -> [EventID: Int] {
        let sql = "SELECT id, deaths FROM event WHERE deaths > 0 AND decided IS NULL AND aside IS NULL"
        return try Row.fetchAll(cachedStatement(sql: sql))
            .reduce(into: [:]) { suspects, row in suspects[row["id"]] = row["deaths"] }
    }
}
