package import Foundation
package import RuleEngine

/// One follower of one account.
package struct FollowerKey: Sendable, Hashable, Comparable {
    /// The account.
    package let account: String
    /// The follower.
    package let user: String

    package init(account: String, user: String) {
        self.account = account
        self.user = user
    }

    package static func < (left: FollowerKey, right: FollowerKey) -> Bool {
        (left.account, left.user) < (right.account, right.user)
    }
}

extension FollowerKey {
    /// Both ids as numbers, as the platform gives them out: compared without reading texts elsewhere in memory.
    package struct Digits: Sendable, Hashable {
        private let account: UInt64
        private let user: UInt64

        /// Reads ids of 16 digits; nil for any other.
        package init?(_ key: FollowerKey) {
            guard let account = Self.number(key.account), let user = Self.number(key.user) else { return nil }
            self.account = account
            self.user = user
        }

        private static func number(_ text: String) -> UInt64? {
            let digits = text.utf8Span.span
            guard digits.count == 16 else { return nil }
            var number = UInt64(0)
            for index in digits.indices {
                let digit = digits[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                number = number * 10 + UInt64(digit)
            }
            return number
        }
    }
}

/// The identity of an event, which its redeliveries share (DESIGN 5): the first half of a SHA-256.
package struct EventKey: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Takes the first 16 bytes of a digest.
    package init(digest: [UInt8]) {
        var (high, low) = (UInt64(0), UInt64(0))
        for byte in digest.prefix(16) {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        self.high = high
        self.low = low
    }

    /// Reads at least 32 hexadecimal digits, of which the first 32 count; nil for any other text.
    package init?(hex: String) {
        let digits = hex.utf8
        guard (32...64).contains(digits.count), digits.allSatisfy(Self.isDigit),
            let high = UInt64(hex.prefix(16), radix: 16), let low = UInt64(hex.dropFirst(16).prefix(16), radix: 16)
        else { return nil }
        self.high = high
        self.low = low
    }

    /// The key of 16 zeros.
    static let zeros = EventKey(digest: [])

    /// Both halves by a factor each, of which the first bits are the best.
    func mixed(by factors: (UInt64, UInt64)) -> UInt64 {
        high &* factors.0 &+ low &* factors.1
    }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    /// 32 hexadecimal digits.
    package var hex: String {
        [high, low]
            .map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: 16 - digits.utf8.count) + digits
            }
            .joined()
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// One entry of recorded traffic, in the terms of rules instead of Alipay's wire.
package struct TrafficEntry: Sendable, Hashable {
    /// What was recorded.
    package enum Action: Sendable, Hashable {
        /// A follower's event.
        case event(TrafficEvent)
        /// An operator began a hand-off that lasts until a moment, or ended it (nil).
        case handoff(FollowerKey, until: Date?)
        /// Rule files took effect; the text is the beginning of their checksum.
        case reload(rules: String)
    }

    /// The line of the recording, or the number in the journal.
    package let number: Int
    /// When it arrived or took effect.
    package let at: Date
    package let action: Action

    package init(number: Int, at: Date, action: Action) {
        self.number = number
        self.at = at
        self.action = action
    }
}

/// An event of a follower, with the facts that decide whether it is answered at all.
package struct TrafficEvent: Sendable, Hashable {
    package let follower: FollowerKey
    /// Equal for redeliveries.
    package let key: EventKey
    /// Whether it was too old, or from the future, when it arrived.
    package let isStale: Bool
    package let event: RuleEvent

    package init(follower: FollowerKey, key: EventKey, isStale: Bool, event: RuleEvent) {
        self.follower = follower
        self.key = key
        self.isStale = isStale
        self.event = event
    }
}
