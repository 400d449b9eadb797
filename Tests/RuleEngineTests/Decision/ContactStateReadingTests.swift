import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// What older versions kept is still read, and what newer ones keep does no harm to older ones.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ContactStateReadingTests {
    /// As version 0.1.0 wrote it before there were limits for a minute and for a hand-off.
    private static let old = """
        {"cooldowns":{"fallback":792385200,"问候":792382200},"handoffUntil":792900000,"isKnown":true,\
        "question":{"expires":792383400,"slot":"快递单号"},"rotations":{"笑话":3},\
        "sent":{"day":"2026-02-10","messages":7},"slots":{"名字":"小王"}}
        """

    @Test func `a state of before is read whole`() throws {
        let state = try JSONDecoder().decode(ContactState.self, from: Data(Self.old.utf8))
        #expect(state.isKnown && state.slots == ["名字": "小王"] && state.rotations == ["笑话": 3])
        #expect(state.cooldowns["问候"] == DecisionConversation.moment(600))
        #expect(state.question == .init(slot: "快递单号", expires: DecisionConversation.moment(1_800)))
        #expect(state.sent == .init(day: "2026-02-10", messages: 7))
        #expect(state.pace == nil && state.handoffLimit == nil)
    }

    @Test func `an answer of before, whose time is not known, is forgotten at the next event`() throws {
        var conversation = try DecisionConversation("fallback: {reply: 兜底}")
        conversation.state = try JSONDecoder().decode(ContactState.self, from: Data(Self.old.utf8))
        #expect(conversation.state.oldestAnswer == .distantPast)
        #expect(conversation.say("你好").state.slots.isEmpty)
    }

    @Test func `a hand-off of before is capped from the next event on`() throws {
        var conversation = try DecisionConversation("fallback: {reply: 兜底}")
        conversation.state = try JSONDecoder().decode(ContactState.self, from: Data(Self.old.utf8))
        #expect(conversation.say("你好").outcome == .silent(.handoff))
        #expect(conversation.state.handoffUntil == DecisionConversation.moment(86_400))
        #expect(conversation.say("你好", after: 86_400).name == "fallback")
    }

    @Test func `a state is the same when it has been kept`() throws {
        var conversation = try DecisionConversation(
            "rules: [{id: agent, match: [人工], reply: 稍候, handoff: {for: 1h}}]\nfallback: {reply: 兜底}"
        )
        for index in 0..<25 { conversation.say("\(index)", after: index) }
        conversation.say("人工", after: 2_000)
        let kept = try JSONEncoder().encode(conversation.state)
        #expect(try JSONDecoder().decode(ContactState.self, from: kept) == conversation.state)
        #expect(conversation.state.pace != nil && conversation.state.handoffLimit != nil)
    }

    @Test func `keys of a newer version are passed over`() throws {
        let newer = Self.old.dropLast() + #","mood":{"a":[1,2]},"pace":{"events":[],"answers":[],"later":1}}"#
        let state = try JSONDecoder().decode(ContactState.self, from: Data(newer.utf8))
        #expect(state.isKnown && state.pace == ContactPace())
    }
}
