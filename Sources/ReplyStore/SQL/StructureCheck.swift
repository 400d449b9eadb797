import Dispatch
import Foundation
import GRDB

/// Looks for damage in the structure of a database file, on a connection of its own, so that it can be broken off.
enum StructureCheck {
    /// Reads the whole file; false when that took longer than `limit` and was broken off.
    ///
    /// - Throws: `StoreError.corrupt` for damage.
    static func isSound(path: String, within limit: Duration?) throws -> Bool {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let breaking = DispatchWorkItem { queue.interrupt() }
        if let limit { DispatchQueue.global().asyncAfter(deadline: .now() + limit.seconds, execute: breaking) }
        defer { breaking.cancel() }
        do {
            let found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } ?? "nothing"
            guard found == "ok" else { throw StoreError.corrupt(path: path, detail: found) }
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return false
        }
    }
}

extension Duration {
    fileprivate var seconds: TimeInterval { self / .seconds(1) }
}
