import GRDB

extension DatabaseReader {
    /// Throws unless the schema is exactly the one that this version reads.
    func checkReplyStoreSchema(path: String) throws {
        let (isNewer, isComplete) = try read { database in
            (
                try Migrations.migrator.hasBeenSuperseded(database),
                try Migrations.migrator.hasCompletedMigrations(database)
            )
        }
        guard !isNewer else { throw StoreError.newerSchema(path: path) }
        guard isComplete else { throw StoreError.olderSchema(path: path) }
    }
}
