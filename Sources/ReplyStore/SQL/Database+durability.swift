import GRDB

extension Database {
    /// Throws `StoreError.notDurable` unless this connection writes ahead and flushes at each commit.
    func checkDurability(path: String) throws {
        try check("journal_mode", is: "wal", path: path)
        try check("synchronous", is: "2", path: path)
    }

    private func check(_ setting: String, is wanted: String, path: String) throws {
        let found = try String.fetchOne(self, sql: "PRAGMA \(setting)") ?? "nothing"
        guard found == wanted else {
            throw StoreError.notDurable(path: path, setting: setting, found: found)
        }
    }
}
