import Foundation
import GRDB

extension Database {
    /// The reason of a reply that an operator gave up.
    static let dropped = "dropped"

    /// Counts for metrics.
    func figures(day: String, daily: Int) throws -> StoreFigures {
        let counts = try StoreCounts(in: self)
        var figures = StoreFigures()
        figures.undecided = counts.undecided
        figures.aside = counts.aside
        figures.queued = counts.queued
        figures.sending = counts.sending
        figures.dead = try count("SELECT count(*) FROM reply WHERE state = 'dead' AND reason <> ?", [Self.dropped])
        let oldest = "SELECT min(created) FROM reply WHERE settled IS NULL"
        figures.oldestReply = try Int64.fetchOne(self, sql: oldest).map(Date.init(milliseconds:))
        figures.followersAtQuota = try count("SELECT count(*) FROM contact WHERE day = ? AND sends >= ?", [day, daily])
        return figures
    }

    private func count(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? 0
    }
}
