import GRDB

extension DatabaseWriter {
    /// Brings the schema up to date; a database from the future is refused before anything is changed.
    func migrateReplyStore(path: String) throws {
        guard try read(Migrations.migrator.hasBeenSuperseded) == false else {
            throw StoreError.newerSchema(path: path)
        }
        try Migrations.migrator.migrate(self)
    }
}
