/// The number of an event in the journal; numbers rise in order of arrival and are never reused.
package struct EventID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The row's number.
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The number in decimal.
    package var description: String { String(rawValue) }

    /// Whether `left` arrived before `right`.
    package static func < (left: EventID, right: EventID) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a reply in the outbox; the replies to one follower go out in rising order.
package struct ReplyID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The row's number.
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The number in decimal.
    package var description: String { String(rawValue) }

    /// Whether `left` was queued before `right`.
    package static func < (left: ReplyID, right: ReplyID) -> Bool { left.rawValue < right.rawValue }
}
