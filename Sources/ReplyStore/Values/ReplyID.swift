/// The number of a reply in the outbox; replies to one user go out in rising order.
public struct ReplyID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The row's number.
    public let rawValue: Int64

    /// Names the reply with this number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The number in decimal.
    public var description: String { String(rawValue) }

    /// Whether one reply was queued before another.
    public static func < (left: ReplyID, right: ReplyID) -> Bool {
        left.rawValue < right.rawValue
    }
}
