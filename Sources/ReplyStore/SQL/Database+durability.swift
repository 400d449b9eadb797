import GRDB

extension Database {
    /// Throws `StoreError.notDurable` unless this connection writes ahead and flushes at each commit.
    func checkDurability(path: String) throws {
        try check("journal_mode", is: "wal", path: path)
        try check("synchronous", is: "2", path: path)
    }

    /// Moves the log into the file as far as readers allow.
    func shortenLog(_ mode: CheckpointMode) throws {
        do {
            try checkpoint(mode)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Somebody reads from the log; nothing is lost, and there is a next time.
        }
    }

    private func check(_ setting: String, is wanted: String, path: String) throws {
        let found = try String.fetchOne(self, sql: "PRAGMA \(setting)") ?? "nothing"
        guard found == wanted else {
            throw StoreError.notDurable(path: path, setting: setting, found: found)
        }
    }
}
