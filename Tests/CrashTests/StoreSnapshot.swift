import BotCore
import Foundation
import GRDB
import ReplyStore
import RuleEngine

@testable import ReplyBot

/// The content of a store while no process has it open.
struct StoreSnapshot: Sendable {
    /// The state of each reply, by its text.
    let states: [String: String]
    /// The replies that were given up, each with its reason.
    let dead: [String]
    /// The number of quarantined events.
    let quarantined: Int
    /// The texts of the replies whose request may have been written when the process ended.
    let underWay: Set<String>
    /// The result of SQLite's check: `ok`.
    let integrity: String
    /// The raw rows of undecided events and waiting replies.
    let rest: String

    /// Reads a copy, so that nothing is repaired before the next process finds it.
    init(of database: URL) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replybot-snapshot-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "copy.db")
        for suffix in ["", "-wal", ".inflight"] where FileManager.default.fileExists(atPath: database.path + suffix) {
            try FileManager.default.copyItem(atPath: database.path + suffix, toPath: copy.path + suffix)
        }
        guard FileManager.default.fileExists(atPath: copy.path) else {
            (states, dead, quarantined, underWay, integrity, rest) = ([:], [], 0, [], "ok", "")
            return
        }
        let queue = try DatabaseQueue(path: copy.path)
        defer { try? queue.close() }
        let (rows, quarantined, integrity) = try queue.read { database in
            guard try database.tableExists("reply") else { return ([Row](), 0, "ok") }
            return (
                try Row.fetchAll(database, sql: "SELECT id, state, lease, reason, message FROM reply"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM event WHERE aside IS NOT NULL") ?? 0,
                try String.fetchOne(database, sql: "PRAGMA quick_check") ?? ""
            )
        }
        (self.quarantined, self.integrity) = (quarantined, integrity)
        let begun = try InFlightFile(path: copy.path + ".inflight").evidence.sending ?? []
        rest = try queue.read { database in
            guard try database.tableExists("reply") else { return "" }
            let events = "SELECT id, received, is_stale, deaths, aside FROM event WHERE decided IS NULL"
            let replies = """
                SELECT id, event_id, state, created, due, expires, attempts, interrupted, last_code FROM reply WHERE settled IS NULL
                """
            return try [events, replies].flatMap { try Row.fetchAll(database, sql: $0) }.map(\.description)
                .joined(separator: "\n")
        }
        var states: [String: String] = [:]
        var dead: [String] = []
        var underWay: Set<String> = []
        for row in rows {
            guard case .text(let text) = try QueuedMessage(decoding: row["message"]).message else { continue }
            states[text] = row["state"]
            let lease = LeaseToken(rawValue: UInt64(bitPattern: row["lease"] as Int64? ?? 0))
            if begun.contains(BegunTry(reply: ReplyID(rawValue: row["id"]), lease: lease)) { underWay.insert(text) }
            if row["state"] == "dead" { dead.append("\(text): \(row["reason"] ?? "no reason")") }
        }
        (self.states, self.dead, self.underWay) = (states, dead, underWay)
    }

    /// The claimed replies without an outcome.
    var unrecorded: Set<String> { Set(states.filter { $0.value == "sending" }.keys) }
    /// The replies that still have to be sent.
    var open: Set<String> { Set(states.filter { $0.value == "queued" || $0.value == "sending" }.keys) }
}
