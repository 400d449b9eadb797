import Evidence
import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)), .watched)
struct TrafficSimulationTests {
    private static let rules = """
        rules:
          - id: 退款
            match: { any: [退款] }
            reply: 请发单号。
            cooldown: 60s
        """

    private static func entry(
        _ number: Int,
        _ text: String,
        of follower: FollowerKey = follower,
        key: UInt8? = nil,
        isStale: Bool = false
    ) -> TrafficEntry {
        TrafficEntry(
            number: number,
            at: DecisionConversation.moment(number),
            action: .event(
                TrafficEvent(
                    follower: follower,
                    key: EventKey(digest: Array(repeating: key ?? UInt8(number), count: 32)),
                    isStale: isStale,
                    event: RuleEvent(.text(text), userID: follower.user, messageID: "m\(number)")
                )
            )
        )
    }

    private static let follower = FollowerKey(account: "2021000000000001", user: "2088000000000099")

    private static func outcomes(_ entries: [TrafficEntry]) throws -> [DecisionOutcome?] {
        var simulation = TrafficSimulation(rules: try RuleSet.load(yaml: rules))
        return entries.map { entry in
            switch simulation.apply(entry) {
            case .decided(let decision, _): decision.outcome
            case .undecided(let reason): .silent(reason)
            case nil: nil
            }
        }
    }

    @Test func `a follower's state lasts from one event to the next`() throws {
        let outcomes = try Self.outcomes([Self.entry(1, "退款"), Self.entry(2, "我要退款"), Self.entry(90, "退款")])
        #expect(outcomes == [.replied(rule: "退款"), .silent(.cooldown), .replied(rule: "退款")])
    }

    @Test func `redelivered and stale events are not decided`() throws {
        let outcomes = try Self.outcomes([
            Self.entry(1, "退款", isStale: true), Self.entry(2, "退款"), Self.entry(90, "退款", key: 2),
        ])
        #expect(outcomes == [.silent(.stale), .replied(rule: "退款"), .silent(.duplicate)])
    }

    @Test func `a recorded hand-off silences the bot until it ends`() throws {
        let until = DecisionConversation.moment(1_000)
        let start = TrafficEntry(
            number: 1,
            at: DecisionConversation.moment(1),
            action: .handoff(Self.follower, until: until)
        )
        let end = TrafficEntry(
            number: 3,
            at: DecisionConversation.moment(3),
            action: .handoff(Self.follower, until: nil)
        )
        let outcomes = try Self.outcomes([start, Self.entry(2, "退款"), end, Self.entry(4, "退款")])
        #expect(outcomes == [nil, .silent(.handoff), nil, .replied(rule: "退款")])
    }

    @Test func `followers with alike ids have a state each`() throws {
        let ids = [
            ("2021000000000001", "2088000000000099"), ("2021000000000002", "2088000000000099"),
            ("2021000000000001", "2088000000000098"), ("2088000000000099", "2021000000000001"),
            ("2021000000000001", "02088000000000099"), ("2021000000000001", "208800000000009"),
            ("2021000000000001", "208800000000009x"), ("2021000000000001", ""), ("", "2088000000000099"),
        ]
        let followers = ids.map { FollowerKey(account: $0.0, user: $0.1) }
        let entries = (followers + followers).enumerated().map { Self.entry($0.offset + 1, "退款", of: $0.element) }
        let outcomes = try Self.outcomes(entries)
        #expect(outcomes.prefix(ids.count) == Array(repeating: .replied(rule: "退款"), count: ids.count)[...])
        #expect(outcomes.suffix(ids.count) == Array(repeating: .silent(.cooldown), count: ids.count)[...])
    }
}
