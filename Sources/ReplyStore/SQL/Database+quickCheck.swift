import Foundation
import GRDB

extension Database {
    /// Throws `StoreError.corrupt` when the structure of the file is damaged; files over `limit` bytes are not looked at.
    func quickCheck(path: String, upTo limit: Int) throws {
        let pages = try Int.fetchOne(self, sql: "PRAGMA page_count") ?? 0
        let size = try Int.fetchOne(self, sql: "PRAGMA page_size") ?? 0
        guard pages * size <= limit else { return }
        let found = try String.fetchOne(self, sql: "PRAGMA quick_check(1)") ?? "nothing"
        guard found == "ok" else { throw StoreError.corrupt(path: path, detail: found) }
    }
}
