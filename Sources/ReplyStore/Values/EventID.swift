/// The number of an event in the journal; numbers rise in order of arrival and are never used twice.
public struct EventID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The row's number.
    public let rawValue: Int64

    /// Names the event with this number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The number in decimal.
    public var description: String { String(rawValue) }

    /// Whether one event arrived before another.
    public static func < (left: EventID, right: EventID) -> Bool {
        left.rawValue < right.rawValue
    }
}
