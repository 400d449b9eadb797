/// A day of the week, Monday first.
public enum Weekday: Int, Sendable, CaseIterable {
    case monday
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// The name in rule files: `mon` … `sun`.
    var name: String {
        switch self {
        case .monday: "mon"
        case .tuesday: "tue"
        case .wednesday: "wed"
        case .thursday: "thu"
        case .friday: "fri"
        case .saturday: "sat"
        case .sunday: "sun"
        }
    }

    /// The day with that name in a rule file.
    init?(name: String) {
        guard let day = Weekday.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = day
    }

    /// The days of `mon-fri`, also over the end of the week (`sat-mon`); empty when it is no such thing.
    static func span(_ text: String) -> [Weekday] {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(name: $0.trimmingSpaces) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return [] }
        let count = (last.rawValue - first.rawValue).flooredRemainder(7)
        return (0...count).compactMap { Weekday(rawValue: (first.rawValue + $0) % 7) }
    }
}
