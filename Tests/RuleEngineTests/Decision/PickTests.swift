import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct DecisionPickTests {
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
        // printf 'r\0002088\000m1' | sha256sum
        #expect(ReplySelection.seed("r", event) == 0xc7ca_141e_9882_41e2)
        #expect(ReplySelection.seed("r", event) != ReplySelection.seed("s", event))
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
}
