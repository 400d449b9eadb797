import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

/// Conversations whose beginning a recording lacks, one for each way in which it can decide on what is recorded.
///
/// In each of them, a follower's earlier messages make the recording look like something else than it was: the diff must
/// say that it does not know, as long as that lasts and no longer.
@Suite(.timeLimit(.minutes(5)), .watched)
struct CutConversationTests {
    /// Says, after so many seconds of the recording, each a text; before it where they are below 0.
    private typealias Talk = [(second: Int, text: String)]

    /// What the diff says of each message of the recording: `text` for an answer that differs in its text, `same`; or the
    /// doubt, with the difference as simulated and as it was.
    private static func verdicts(
        _ rules: String,
        _ talk: Talk,
        changing old: String = "旧",
        to new: String = "新"
    ) throws
        -> [String]
    {
        let side: (String, String) throws -> DiffSide = { name, yaml in
            DiffSide(name: name, rules: try RuleSet.load(yaml: yaml))
        }
        try #require(rules.contains(old))
        let (before, after) = (try side("old", rules), try side("new", rules.replacing(old, with: new)))
        // Another follower's message shows when the recording began.
        let events =
            talk.map { ("2088000000000011", $0.second, $0.text) } + [("2088000000000099", 0, "开始")]
        let entries = events.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
            .map { number, event in entry(number, user: event.0, second: event.1, text: event.2) }
        let cut = try #require(entries.firstIndex { $0.at == DecisionConversation.moment() })

        var whole = RuleDiff(old: before, new: after)
        let truth = entries.map { whole.take($0)?.difference ?? nil }
        var rest = RuleDiff(old: before, new: after)
        return entries[cut...].enumerated()
            .compactMap { index, entry -> String? in
                guard let taken = rest.take(entry), entry.user != "2088000000000099" else { return nil }
                let (simulated, real) = (name(taken.difference), name(truth[cut + index]))
                guard case .unknown(let doubt) = taken.verdict else {
                    #expect(simulated == real, "a wrong statement at \(entry.at)")
                    return simulated
                }
                return "\(doubt.rawValue): \(simulated), was \(real)"
            }
    }

    private static func name(_ difference: AnswerPair?) -> String { difference?.kind.rawValue ?? "same" }

    private static func entry(_ number: Int, user: String, second: Int, text: String) -> TrafficEntry {
        TrafficEntry(
            number: number + 1,
            at: DecisionConversation.moment(second),
            action: .event(
                TrafficEvent(
                    follower: FollowerKey(account: "2021000000000001", user: user),
                    key: EventKey(digest: (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * min($0, 7))) }),
                    isStale: false,
                    event: RuleEvent(.text(text), userID: user, messageID: "m\(number)")
                )
            )
        )
    }

    // The silence after a loop.

    private static let refund = "rules: [{id: 退款, match: [退款], reply: 旧的退款说明。}]"

    /// 19 messages before the recording and one in its first minute are a loop, which silences for ten minutes.
    @Test func `a loop that the recording completes may silence for eleven minutes`() throws {
        let loop: Talk = (1...19).map { (-$0, "嗯\($0)") } + [(40, "退款")]
        #expect(
            try Self.verdicts(Self.refund, loop + [(630, "退款")]) == ["pace: text, was same", "pace: text, was same"]
        )
        #expect(
            try Self.verdicts(Self.refund, loop + [(659, "退款")]) == ["pace: text, was same", "pace: text, was text"]
        )
        #expect(try Self.verdicts(Self.refund, loop + [(660, "退款")]) == ["pace: text, was same", "text"])
    }

    /// A follower who never stops is silenced again and again, in the recording at other moments than in truth.
    @Test func `a loop that goes on may silence for ten minutes more`() throws {
        let loop: Talk = stride(from: -60, through: 660, by: 3).filter { $0 != 0 }.map { ($0, "嗯\($0)") }
        let verdicts = try Self.verdicts(Self.refund, loop + [(1_240, "退款"), (1_262, "退款")])
        #expect(verdicts.suffix(2) == ["pace: same, was text", "text"])
    }

    // The pace.

    /// The answer that may have been given counts towards `per_minute`.
    @Test func `an answer in doubt may have used up the minute`() throws {
        let rules = """
            limits: {per_minute: 1}
            rules:
              - {id: 门店, match: [门店], reply: 在城南。, cooldown: 60m}
              - {id: 退款, match: [退款], reply: 旧的退款说明。}
            """
        let talk: Talk = [(-100, "门店"), (900, "门店")]
        let first = "cooldown: same, was same"
        #expect(try Self.verdicts(rules, talk + [(930, "退款")]) == [first, "pace: same, was text"])
        #expect(try Self.verdicts(rules, talk + [(959, "退款")]) == [first, "pace: same, was text"])
        #expect(try Self.verdicts(rules, talk + [(960, "退款")]) == [first, "text"])
    }

    /// The hand-off from before ends between two equal messages, of which only one is answered.
    @Test func `an answer in doubt may be the one that is not repeated`() throws {
        let rules = """
            rules:
              - {id: 人工, match: [人工], reply: 请稍候。, handoff: {for: 15m}}
              - {id: 退款, match: [退款], reply: 旧的退款说明。}
            """
        let talk: Talk = [(-2, "人工"), (897, "退款")]
        let first = "handoff: text, was same"
        #expect(try Self.verdicts(rules, talk + [(906, "退款")]) == [first, "pace: same, was text"])
        #expect(try Self.verdicts(rules, talk + [(907, "退款")]) == [first, "text"])
    }

    /// Messages to a person do not count as a loop; whether a person was there is not known.
    @Test func `messages in doubt may be those of a loop`() throws {
        let rules = """
            limits: {per_minute: 20}
            rules:
              - {id: 人工, match: [人工], reply: 请稍候。, handoff: {for: 15m}}
              - {id: 退款, match: [退款], reply: 旧的退款说明。}
            """
        let talk: Talk = [(-2, "人工")] + (0..<19).map { (860 + 2 * $0, "嗯\($0)") }
        #expect(try Self.verdicts(rules, talk + [(910, "退款")]).last == "pace: same, was text")
        #expect(try Self.verdicts(rules, talk.dropLast() + [(910, "退款")]).last == "text")
    }

    // What a simulated hand-off or silence hides.

    /// No rule for the message is named while the simulation has a hand-off, which truth may not have.
    @Test func `a hand-off in doubt may hide an answer`() throws {
        let rules = """
            rules:
              - {id: 人工, match: [人工], reply: 请稍候。, handoff: {for: 10m}, cooldown: 1h}
              - {id: 退款, match: [退款], reply: 旧的退款说明。, cooldown: 30m}
            """
        let talk: Talk = [(-60, "人工"), (900, "人工"), (1_400, "退款")]
        let first = ["cooldown: same, was same", "handoff: same, was text"]
        #expect(try Self.verdicts(rules, talk) == first)
        // The hidden answer may have begun a cooldown.
        #expect(try Self.verdicts(rules, talk + [(3_199, "退款")]) == first + ["cooldown: text, was same"])
        #expect(try Self.verdicts(rules, talk + [(3_200, "退款")]) == first + ["text"])
        // A message for no rule is silent on both sides, with or without a person.
        #expect(try Self.verdicts(rules, talk.dropLast() + [(1_400, "天气")]).last == "same")
    }

    @Test func `a loop in doubt may hide an answer`() throws {
        let rules = """
            limits: {per_minute: 20}
            rules:
              - {id: 人工, match: [人工], reply: 请稍候。, handoff: {for: 15m}}
              - {id: 其他, match: [嗯], reply: 好的。}
              - {id: 退款, match: [退款], reply: 旧的退款说明。}
            """
        let talk: Talk = [(-2, "人工")] + (0..<20).map { (850 + 2 * $0, "嗯\($0)") }
        #expect(try Self.verdicts(rules, talk + [(950, "退款")]).last == "pace: same, was text")
        #expect(try Self.verdicts(rules, talk + [(950, "天气")]).last == "same")
    }

    // Suggestions.

    private static func suggesting(_ lines: String) -> String {
        """
        rules:
          - {id: 单号, match: [查单], reply: 单号？, ask: {slot: 单号, for: 30m}}
          - {id: 运费, match: [运费多少], title: 旧标题, reply: 八元。, \(lines)}
        fallback: {reply: 没听懂。, suggest: 3}
        """
    }

    @Test func `a rule that may be cooling may not be suggested`() throws {
        let rules = Self.suggesting("cooldown: 1h")
        #expect(try Self.verdicts(rules, [(-100, "运费多少"), (900, "运费")]) == ["cooldown: text, was same"])
        #expect(try Self.verdicts(rules, [(-100, "运费多少"), (3_600, "运费")]) == ["text"])
        #expect(try Self.verdicts(Self.suggesting("priority: 1"), [(-100, "运费多少"), (900, "运费")]) == ["text"])
    }

    @Test func `a rule for the answer to a question that may be open may be suggested`() throws {
        let rules = Self.suggesting("when: {asked: 单号}")
        #expect(try Self.verdicts(rules, [(-100, "查单"), (900, "运费")]) == ["question: same, was text"])
        #expect(try Self.verdicts(rules, [(-100, "查单"), (1_800, "运费")]) == ["same"])
    }

    @Test func `a rule for the first contact may be suggested to a follower whose first message is recorded`() throws {
        let rules = Self.suggesting("when: {first_contact: true}")
        #expect(try Self.verdicts(rules, [(-100, "你好"), (900, "运费")]) == ["first_contact: text, was same"])
        #expect(try Self.verdicts(rules, [(900, "运费"), (1_000, "运费")]) == ["first_contact: text, was text", "same"])
    }
}

extension TrafficEntry {
    fileprivate var user: String { if case .event(let event) = action { event.follower.user } else { "" } }
}
