import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct PickTests {
    @Test func `rotate goes through the replies of each follower`() throws {
        var conversation = try DecisionConversation(
            "rules: [{id: r, match: [你好], pick: rotate, replies: [一, 二, 三]}]"
        )
        let replies = (0..<4).map { conversation.say("你好", after: 10 * $0).texts }
        #expect(replies == [["一"], ["二"], ["三"], ["一"]])
        #expect(conversation.state.rotations == ["r": 4])
    }

    @Test func `all sends every reply in order`() throws {
        var conversation = try DecisionConversation(
            "rules: [{id: r, match: [你好], pick: all, replies: [一, 二]}]"
        )
        #expect(conversation.say("你好").texts == ["一", "二"])
    }

    @Test func `random depends on rule, follower and message, and on nothing else`() {
        let event = RuleEvent(.text("x"), userID: "2088", messageID: "m1")
        var hash = StableHash()
        for byte in "r\u{0}2088\u{0}m1".utf8 { hash.add(UInt32(byte)) }
        #expect(event.seed(for: "r") == hash.value)
        #expect(event.seed(for: "r") != event.seed(for: "s"))
    }

    @Test func `random follows the weights`() throws {
        var conversation = try DecisionConversation(
            """
            limits: {daily_per_user: 100, reserve_for_handoff: 0, per_minute: 0}
            rules:
              - id: r
                match: [你好]
                pick: random
                replies: [{text: 常, weight: 9}, {text: 稀, weight: 1}]
            """
        )
        var counts: [String: Int] = [:]
        for _ in 0..<1_000 {
            conversation.state.sent = nil
            counts[conversation.say("你好").texts[0], default: 0] += 1
        }
        #expect((850...950).contains(counts["常"] ?? 0))
        #expect((counts["常"] ?? 0) + (counts["稀"] ?? 0) == 1_000)
    }

    // Of FNV-1a the known vectors af63dc4c8601ec8c ("a") and 85944171f73967e8 ("foobar"), each finalised.
    @Test(arguments: [
        ("", 0xefd0_1f60_ba99_2926), ("a", 0x82a2_a958_a9be_ce5b), ("foobar", 0x2c22_1949_22d1_672b),
        ("退款", 0xfe83_3630_0f93_d7fd),
    ])
    func `the hash is the same everywhere`(text: String, value: UInt64) {
        var hash = StableHash()
        hash.add(text)
        #expect(hash.value == value)
    }
}
