package import BotCore
import GRDB

/// A failure of the store: the event, the place and the remedy.
///
/// Reads may also throw `CancellationError` when their task is cancelled; writes never do.
package enum StoreError: Error, Sendable, Hashable {
    /// Another process holds the lock of this database; its number is known if it wrote one.
    case locked(path: String, holder: Int32?)
    /// The database file cannot be opened or created.
    case cannotOpen(path: String, detail: String)
    /// A setting that durability needs is not in force.
    case notDurable(path: String, setting: String, found: String)
    /// The database was written by a later version of this program.
    case newerSchema(path: String)
    /// The database has not been brought up to date and is open for reading only.
    case olderSchema(path: String)
    /// The file has no table of this program.
    case noSchema(path: String)
    /// Too many writes wait for the disk.
    case overloaded(waiting: Int)
    /// A write takes too long to wait for it. It goes on: the event may still be stored.
    case slow(path: String)
    /// The store was closed.
    case closed(path: String)
    /// No event of this number and follower can be decided.
    case unknownEvent(EventID)
    /// The contact was changed between the reading and the writing of a decision; decide again.
    case contactChanged
    /// A value breaks a rule of the schema; nothing of its request was stored.
    case refused(path: String, detail: String)
    /// The disk is full.
    case full(path: String)
    /// The file is damaged or is not a database of this program.
    case corrupt(path: String, detail: String)
    /// Another process writes to the database in spite of the lock.
    case busy(path: String)
    /// SQLite failed in another way.
    case failed(path: String, detail: String)
}

extension StoreError {
    /// Classifies an error of SQLite; other errors, such as a cancellation, stay as they are.
    ///
    /// Only SQLite's own message is kept: statements and their values may hold message texts.
    static func classified(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let detail = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.resultCode {
        case .SQLITE_FULL: return StoreError.full(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return StoreError.corrupt(path: path, detail: detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return StoreError.busy(path: path)
        case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG: return StoreError.refused(path: path, detail: detail)
        case .SQLITE_CANTOPEN: return StoreError.cannotOpen(path: path, detail: detail)
        case .SQLITE_MISUSE: return StoreError.closed(path: path)
        default: return StoreError.failed(path: path, detail: detail)
        }
    }

    /// Whether the file or its disk is at fault, and not the one write that failed.
    var isOfTheFile: Bool { gravity >= 1 }

    /// Whether the handle must not be used again: later flushes through it prove nothing.
    var spoilsHandle: Bool { gravity >= 3 }

    /// The gravity of a failure of the store; 0 for other errors.
    var gravity: Int {
        switch self {
        case .busy: 1
        case .full: 2
        case .failed, .cannotOpen: 3
        case .corrupt: 4
        default: 0
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// One English sentence for the operator, with the remedy.
    package var description: String {
        switch self {
        case .locked(let path, let holder):
            let process = holder.map { "process \($0)" } ?? "another process"
            return "database \(path) is in use by \(process): stop that replybot, or ask it through its console"
        case .cannotOpen(let path, let detail):
            return "cannot open database \(path) (\(detail)): create its folder and make it writable for this user"
        case .notDurable(let path, let setting, let found):
            return "database \(path) runs with \(setting) = \(found), which can lose acknowledged events:"
                + " keep it on a local disk and report this as a defect"
        case .newerSchema(let path):
            return "database \(path) was written by a later version of replybot: upgrade, or restore a backup"
        case .olderSchema(let path):
            return "database \(path) comes from an earlier version: run `replybot serve` once to bring it up to date"
        case .noSchema(let path):
            return "\(path) is no database of replybot: check the path"
        case .overloaded(let waiting):
            return "\(waiting) writes wait for the disk: the event was not stored; look for a slow or failing disk"
        case .slow(let path):
            return "database \(path) takes too long to write: the event was not acknowledged; look for a slow disk or a"
                + " program that holds the database"
        case .closed(let path):
            return "database \(path) is closed: the process is shutting down; try again after the restart"
        case .unknownEvent(let event):
            return "event \(event) is not in the journal, is stale, or belongs to another follower: nothing was decided"
        case .contactChanged:
            return "the follower's state was changed meanwhile: nothing was decided; decide again"
        case .refused(let path, let detail):
            return "database \(path) refused a value (\(detail)): nothing of it was stored; report this as a defect"
        case .full(let path):
            return "the disk of database \(path) is full: free some space; nothing that was acknowledged is lost"
        case .corrupt(let path, let detail):
            return "database \(path) is damaged or is not one of replybot's (\(detail)): restore a backup, or begin a"
                + " new one with `replybot serve --recover`, which keeps the old files under other names"
        case .busy(let path):
            return "database \(path) is locked by a foreign writer: close every other program that has the file open"
        case .failed(let path, let detail):
            return "database \(path) failed (\(detail)): check the disk and the system log"
        }
    }
}
