/// A day of the Gregorian calendar, without a time zone.
public struct CivilDay: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    public let number: Int

    /// The day that many days after 1970-01-01.
    public init(number: Int) {
        self.number = number
    }

    /// Orders the earlier day first.
    public static func < (left: CivilDay, right: CivilDay) -> Bool {
        left.number < right.number
    }
}
