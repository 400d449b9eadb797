import GRDB

extension StoreError {
    /// Classifies what SQLite reported; other errors, such as a cancellation, stay as they are.
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
}
