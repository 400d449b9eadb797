import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ImpossibleConditionTests {
    private let schedules = """
        schedules:
          营业: {open: [{days: mon-fri, hours: "09:00-18:00"}], closed_on: ["2026-01-01..2026-12-31"]}
          夜间: {open: [{days: mon-sun, hours: "22:00-06:00"}]}
          白天: {open: [{days: mon-sun, hours: "06:00-22:00"}]}
          特卖: {open_on: [{date: "2026-02-10", hours: "22:00-06:00"}]}
          昨天: {open_on: [{date: "2026-02-08", hours: "09:00-18:00"}]}
        rules:

        """

    private func codes(when condition: String) throws -> [String] {
        try CheckedRules(schedules + "  - {id: a, match: [退款], when: \(condition), reply: r}\n").codes
            .map { String($0.prefix(5)) }
            // One schedule at most is used.
            .filter { $0 != "RB223" }
    }

    @Test(arguments: [
        "{schedule: 营业}", "{schedule: 营业, dates: [\"2027-01-04\"]}", "{not_schedule: 营业}", "{schedule: 夜间}",
        "{schedule: 特卖, dates: [\"2026-02-11\"]}", "{dates: [\"2026-02-10\"]}", "{schedule: 白天, not_schedule: 营业}",
        "{schedule: 夜间, not_schedule: 白天}", "{dates: [\"2026-01-01\", \"2029-01-01\"]}",
    ])
    func `a condition that will hold is not reported`(condition: String) throws {
        #expect(try codes(when: condition).isEmpty)
    }

    @Test(arguments: [
        "{schedule: 营业, dates: [\"2026-03-02..2026-03-06\"]}", "{schedule: 营业, not_schedule: 白天}",
        "{schedule: 夜间, not_schedule: 夜间}", "{schedule: 昨天}", "{schedule: 特卖, dates: [\"2026-02-12\"]}",
        "{schedule: 营业, dates: [\"2027-01-09\"]}",
    ])
    func `a condition that never holds again is reported`(condition: String) throws {
        #expect(try codes(when: condition) == ["RB206"])
    }

    @Test func `days that have passed are reported when the day is known`() throws {
        let rule = "rules: [{id: a, match: [退款], when: {dates: [\"2026-02-09\"]}, reply: r}]"
        #expect(try CheckedRules(rule).codes == ["RB207:2"])
        #expect(try CheckedRules(rule, now: nil).codes.isEmpty)
        #expect(try CheckedRules(rule, now: DecisionConversation.moment(-86_400)).codes.isEmpty)
    }

    @Test func `a case that contradicts its rule is unreachable`() throws {
        let rules = """
            rules:
              - id: a
                match: [退款]
                when: {first_contact: true}
                cases:
                  - {when: {first_contact: false}, reply: r}
                  - {reply: s}
            """
        #expect(try CheckedRules(rules).codes == ["RB206:7"])
    }

    @Test func `cases with different conditions are all reachable`() throws {
        let rules = """
              - id: a
                match: [退款]
                cases:
                  - {when: {schedule: 营业}, reply: r}
                  - {when: {not_schedule: 营业}, reply: s}
                  - {when: {schedule: 夜间}, reply: t}
                  - {reply: u}
            """
        #expect(try CheckedRules(schedules + rules).codes.allSatisfy { $0.hasPrefix("RB223") })
    }
}
