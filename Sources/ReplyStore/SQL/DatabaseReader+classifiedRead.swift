import GRDB

extension DatabaseReader {
    /// Reads, and turns what SQLite reports into a `StoreError`.
    func classifiedRead<Value: Sendable>(
        path: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await read(body)
        } catch {
            throw StoreError.classified(error, path: path)
        }
    }
}
