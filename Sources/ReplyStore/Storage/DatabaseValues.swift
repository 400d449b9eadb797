import Foundation

extension Date {
    /// The largest distance from 1970 that is stored, in milliseconds: far beyond every calendar, well inside `Int64`.
    private static let farthest = 8.64e15

    /// The date as SQLite keeps it; a date that is not a number counts as 1970, a monstrous one is clamped.
    var milliseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1_000).rounded()
        guard !exact.isNaN else { return 0 }
        return Int64(min(max(exact, -Self.farthest), Self.farthest))
    }

    /// Reads a date as SQLite keeps it.
    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }
}
