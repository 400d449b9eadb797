import Foundation
import TestSupport
import Testing

@testable import ReplyBot

/// The limits of one address (RELIABILITY T13, T14).
@Suite(.timeLimit(.minutes(5)), .watched)
struct PerClientLimitsTests {
    static let start = TestWorld.start

    static func address(_ ip: String) throws -> ClientAddress {
        try #require(ClientAddress(ip: ip))
    }

    @Test(
        arguments: [
            ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
            ("::ffff:203.0.113.7", "203.0.113.7", true),
            ("2001:db8:1:2::5", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", true),
            ("2001:db8:1:2::5", "2001:db8:1:3::5", false), ("2001:db8::1", "2001:db8:0:0:9::1", true),
        ]
    )
    func `an address is one of IPv4, or a network of IPv6`(one: String, other: String, isSame: Bool) throws {
        #expect((try Self.address(one) == Self.address(other)) == isSame)
    }

    @Test(arguments: ["127.0.0.1", "127.0.3.2", "::1", "::ffff:127.0.0.1", "", nil])
    func `this machine itself has no address to limit`(ip: String?) {
        #expect(ClientAddress(ip: ip) == nil)
    }

    @Test func `an address is refused after a hundred forgeries, and again after ten a second`() throws {
        var limit = ForgeryLimit()
        let (attacker, other) = (try Self.address("203.0.113.7"), try Self.address("203.0.113.8"))
        for _ in 0..<99 { limit.note(attacker, at: Self.start) }
        #expect(!limit.isExhausted(attacker, at: Self.start))
        limit.note(attacker, at: Self.start)
        #expect(limit.isExhausted(attacker, at: Self.start))
        #expect(!limit.isExhausted(other, at: Self.start))
        #expect(limit.isExhausted(attacker, at: Self.start.addingTimeInterval(0.09)))
        let later = Self.start.addingTimeInterval(0.11)
        #expect(!limit.isExhausted(attacker, at: later))
        limit.note(attacker, at: later)
        #expect(limit.isExhausted(attacker, at: later))
        #expect(!limit.isExhausted(attacker, at: later.addingTimeInterval(0.11)))
    }

    @Test func `a clock that is set back lifts no limit and makes none for ever`() throws {
        var limit = ForgeryLimit()
        let attacker = try Self.address("203.0.113.7")
        for _ in 0..<100 { limit.note(attacker, at: Self.start) }
        let earlier = Self.start.addingTimeInterval(-3_600)
        #expect(limit.isExhausted(attacker, at: earlier))
        limit.note(attacker, at: earlier)
        #expect(!limit.isExhausted(attacker, at: earlier.addingTimeInterval(1)))
    }

    @Test func `a hundred thousand addresses take the memory of a few thousand`() throws {
        var limit = ForgeryLimit()
        for number in 0..<100_000 {
            let ip = "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)"
            limit.note(try Self.address(ip), at: Self.start.addingTimeInterval(Double(number) / 1_000))
        }
        #expect(limit.count <= 4_096)
        #expect(limit.count > 0)
    }
}
