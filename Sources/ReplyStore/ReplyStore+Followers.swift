public import Foundation
import GRDB

/// What is kept of followers, and how it is forgotten.
extension ReplyStore {
    /// Rows that one transaction deletes; small, so that the writer is soon free again.
    private static let batch = 200

    /// Deletes everything that is kept of a follower, in small transactions, and returns what it was.
    ///
    /// Of each event its key stays until `prune` would have deleted the event: a redelivery is not answered again. What
    /// is in the hands of a decision or of a sender comes to nothing when it is to be stored. The contact goes last, with
    /// what came meanwhile, so that no decision can bring it back. At the end the log is emptied, as it holds old pages.
    public func forget(userID: String) async throws -> ForgottenFollower {
        var count = ForgottenFollower()
        var last: Int64 = 0
        while true {
            let from = last
            let (page, end) = try await read { database in
                (
                    try database.eventNumbers(of: userID, after: from, limit: Self.batch),
                    try database.lastEventNumber()
                )
            }
            let isLast = page.count < Self.batch
            let before = count
            count = try await committer.write { database in
                var count = before
                let new = isLast ? try database.eventNumbers(of: userID, after: end, limit: .max) : []
                for event in page + new { try database.forget(event: event, in: &count) }
                if isLast { try database.forgetContacts(of: userID, in: &count) }
                return count
            }
            guard !isLast, let reached = page.last else { break }
            last = reached
        }
        if hasLog, !count.isEmpty { try? await emptyLog() }
        return count
    }

    /// Whether a reply is kept; one that is not was forgotten, or pruned.
    public func hasReply(_ reply: ReplyID) async throws -> Bool {
        try await read { try $0.hasReply(reply) }
    }

    /// Contacts with an answer that was given at this moment or before, at most `limit` of them.
    public func contacts(answeredUntil time: Date, limit: Int) async throws -> [Contact] {
        try await read { try $0.contacts(answeredUntil: time, limit: limit) }
    }

    /// Keeps `state`, `oldestAnswer` and `keepUntil` of each new contact, where it is the old one still; returns how many.
    ///
    /// A decision that was under way is refused with `StoreError.contactChanged`.
    public func replaceStates(_ changes: [(old: Contact, new: Contact)]) async throws -> Int {
        try await committer.write { database in
            try changes.count { try database.replaceState(of: $0.old, with: $0.new) }
        }
    }

    /// Deletes contacts without an interaction since `time`, and returns how many.
    ///
    /// Those of which something is still needed at `now` stay: see `Contact.keepUntil`, hand-offs, and the day's count.
    /// They are looked for beside the writes, and deleted in small transactions.
    public func pruneContacts(silentSince time: Date, now: Date) async throws -> Int {
        var (count, last) = (0, ContactKey(appID: "", userID: ""))
        while true {
            try Task.checkCancellation()
            let from = last
            let page = try await read { try $0.silentContacts(since: time, after: from, limit: Self.batch) }
            guard let reached = page.last else { return count }
            count += try await committer.keepUp { database in
                try await database.write { database in
                    try page.reduce(0) { try $0 + database.prune($1, silentSince: time, now: now) }
                }
            }
            last = reached
        }
    }
}
