internal import Foundation
internal import RuleEngine

/// The day by which messages are counted.
enum QuotaDay {
    /// The date as `yyyy-MM-dd` in the account's time zone, as the rule engine counts.
    static func text(_ date: Date, in timeZone: TimeZone) -> String {
        LocalTime(date, in: timeZone).day.description
    }
}
