import BotCore
import Foundation
import GRDB

extension EventID: DatabaseValueConvertible {}
extension ReplyID: DatabaseValueConvertible {}
extension QuarantineReason: DatabaseValueConvertible {}

extension Date {
    /// The largest distance from 1970 that is stored, in milliseconds: far beyond every calendar, well inside `Int64`.
    private static let farthest = 8.64e15

    /// The date as stored; a date that is not a number counts as 1970, and an extreme one is clamped.
    var milliseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1_000).rounded()
        guard !exact.isNaN else { return 0 }
        return Int64(min(max(exact, -Self.farthest), Self.farthest))
    }

    /// A date as stored.
    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}

extension Row {
    /// The date in a column that is never null.
    func date(_ column: String) -> Date {
        Date(milliseconds: self[column])
    }

    /// The date in a column; nil for null.
    func optionalDate(_ column: String) -> Date? {
        (self[column] as Int64?).map(Date.init(milliseconds:))
    }
}

extension DatabaseReader {
    /// Reads, and classifies SQLite's errors.
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
