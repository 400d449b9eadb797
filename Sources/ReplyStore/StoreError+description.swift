extension StoreError: CustomStringConvertible {
    /// One English sentence for the operator and what to do now.
    public var description: String {
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
            return "database \(path) comes from an earlier version or is empty: run `replybot serve` once to bring it"
                + " up to date"
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
