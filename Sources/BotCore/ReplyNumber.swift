/// The number of a reply in the outbox.
public struct ReplyNumber: RawRepresentable, Sendable, Hashable, Comparable {
    /// The number.
    public let rawValue: Int64

    /// A reply's number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Whether the first reply was written before the second.
    public static func < (first: Self, second: Self) -> Bool {
        first.rawValue < second.rawValue
    }
}
