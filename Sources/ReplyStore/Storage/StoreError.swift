/// Why the store could not do something: what happened, where, and what to do now.
///
/// Reads may also throw `CancellationError` when their task is cancelled; writes never do.
public enum StoreError: Error, Sendable, Hashable {
    /// Another process, whose number is known when it wrote one, holds the lock of this database.
    case locked(path: String, holder: Int32?)
    /// The database file cannot be opened or created.
    case cannotOpen(path: String, detail: String)
    /// A setting on which the promise of durability rests does not hold.
    case notDurable(path: String, setting: String, found: String)
    /// The database was written by a later version of this program.
    case newerSchema(path: String)
    /// The database has not been brought up to date and is open for reading only.
    case olderSchema(path: String)
    /// So many writes wait for the disk that another one is not accepted.
    case overloaded(waiting: Int)
    /// A write takes too long to wait for it. It goes on: the event may yet be stored.
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
