import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Rules that are proved to be unreachable, and near misses (RULES C6).
@Suite(.timeLimit(.minutes(5)), .watched)
struct UnreachableRuleTests {
    private func codes(_ rules: String) throws -> [String] {
        let head = "schedules: {营业: {open: [{days: mon-fri, hours: \"09:00-18:00\"}]}}\nrules:\n"
        // Most of the rules do not use the schedule.
        let others = ["RB103", "RB105", "RB223"]
        return try CheckedRules(head + rules).findings.map(\.code).filter { !others.contains($0) }
    }

    /// The codes for a rule `a` that wins and a rule `b` that loses.
    private func codes(winner: String, loser: String) throws -> [String] {
        try codes("  - {id: a, reply: r, \(winner)}\n  - {id: b, reply: r, \(loser)}\n")
    }

    @Test(arguments: [
        ("priority: 1, match: [客服]", "match: [客服电话]"),
        ("priority: 1, match: [客服]", "match: {all: [客服, 电话]}"),
        ("priority: 1, match: [客服]", "match: {prefix: [客服电话]}"),
        ("priority: 1, match: [客服]", "match: {suffix: [找客服]}"),
        ("priority: 1, match: [客服]", "match: {exact: [客服电话]}"),
        ("priority: 1, match: {all: [客服, 电话]}", "match: [客服电话]"),
        ("priority: 1, match: {prefix: [客]}", "match: {prefix: [客服]}"),
        ("priority: 1, match: {suffix: [服]}", "match: {suffix: [客服]}"),
        ("priority: 1, match: {regex: '客.'}", "match: [客服, 客人]"),
        ("priority: 1, match: {regex: '^客'}", "match: {prefix: [客服]}"),
        ("priority: 1, ignore: {RB120: 有意}, match: {regex: '.*'}", "match: [客服]"),
        ("match: {exact: [1, 2]}", "match: {exact: [２]}"),
        ("match: [客服, 人工]", "match: [人工]"),
        ("match: [客服, 人工]", #"match: {regex: '(?:客服|人工)\d'}"#),
        (#"match: {regex: '\d'}"#, #"match: {regex: 'a\d+b'}"#),
        (#"match: {regex: '^\d{2,9}$'}"#, #"match: {regex: '^\d{3,8}$'}"#),
        (#"match: {raw_regex: '[A-Z]\d'}"#, #"match: {raw_regex: 'SF\d'}"#),
        ("priority: 1, match: [hi]", "match: [hi there]"),
        ("priority: 1, match: [客服], when: {schedule: 营业}", "match: [客服电话], when: {schedule: 营业}"),
        ("priority: 1, match: [客服], cooldown: 1h", "match: [客服电话], also: true"),
        ("priority: 1, match: [客服]", "match: [客服电话], when: {first_contact: false}"),
    ])
    func `a rule whose messages all go to another never wins`(winner: String, loser: String) throws {
        #expect(try codes(winner: winner, loser: loser) == ["RB203"])
    }

    @Test(arguments: [
        ("match: [客服]", "match: [客服电话]"), ("match: [客服电话]", "match: [客服]"),
        ("priority: 1, match: [客服电话]", "match: [客服]"),
        ("priority: 1, match: [hi]", "match: [this]"), ("priority: 1, match: [1]", "match: [第10]"),
        ("priority: 1, match: {any: [客服], none: [电话]}", "match: [客服电话]"),
        ("priority: 1, match: {all: [客服, 人工]}", "match: [客服电话]"),
        ("priority: 1, match: {exact: [客服]}", "match: [客服]"),
        ("priority: 1, match: {prefix: [客服]}", "match: [客服电话]"),
        ("priority: 1, match: {prefix: [客服]}", "match: {exact: [客服]}"),
        ("priority: 1, match: {suffix: [电话]}", "match: {prefix: [客服电话]}"),
        ("priority: 1, match: {regex: '^客服$'}", "match: {exact: [客服]}"),
        ("priority: 1, match: {raw_regex: 'ab'}", "match: [ab]"),
        (#"match: {regex: '^\d{3,8}$'}"#, #"match: {regex: '^\d{2,9}$'}"#),
        (#"match: {regex: '\d'}"#, #"match: {raw_regex: 'A\d'}"#),
        ("match: [客服]", #"match: {regex: '(?:客服|人工)\d'}"#),
        ("match: [hi]", #"match: {regex: 'hi\d'}"#),
        ("priority: 1, match: [客服], stage: test", "match: [客服电话]"),
        ("priority: 1, match: [客服], stage: shadow", "match: [客服电话]"),
        ("priority: 1, match: [客服], also: true", "match: [客服电话]"),
        ("priority: 1, match: [客服], cooldown: 1h, while_cooling: next", "match: [客服电话]"),
        ("priority: 1, match: [客服], when: {schedule: 营业}", "match: [客服电话]"),
        ("priority: 1, match: [客服], when: {schedule: 营业}", "match: [客服电话], when: {not_schedule: 营业}"),
        ("priority: 1, match: [客服]", "match: [客服电话], during_handoff: true"),
        ("priority: 1, match: [客服]", "match: [客服电话], stage: shadow"),
        ("priority: 1, match: [客服]", "match: [客服电话], stage: test"),
        ("priority: 1, match: [客服]", "match: [客服电话], ignore: {RB203: 有意}"),
        ("event: follow, when: {first_contact: true}", "event: follow"),
        ("event: click, menu: [A]", "event: click"),
        ("event: enter, scene: [A]", "event: follow, scene: [A]"),
    ])
    func `a rule that may win is not reported`(winner: String, loser: String) throws {
        #expect(try codes(winner: winner, loser: loser).isEmpty)
    }

    @Test(arguments: [
        ("event: click", "event: click, menu: [A, B]"), ("event: click, menu: [B, A]", "event: click, menu: [A]"),
        ("event: follow", "event: follow, scene: [A]"), ("event: follow", "event: follow"),
        ("event: image", "event: image"),
    ])
    func `a rule for an event that an earlier one always answers never wins`(winner: String, loser: String) throws {
        #expect(try codes(winner: winner, loser: loser) == ["RB203"])
    }

    @Test(arguments: [
        ("priority: 1, match: [客服]", "match: [客服电话, 人工]"), ("match: [客服]", "match: [人工, 客服]"),
        ("priority: 1, match: {prefix: [服]}", "match: {prefix: [服务, 客服]}"),
        ("priority: 1, match: {suffix: [服]}", "match: {suffix: [客服, 服务]}"),
        ("event: click, menu: [A]", "event: click, menu: [A, B]"),
        ("priority: 1, match: [客服]", #"match: [{regex: '客服\d'}, {any: [人工]}]"#),
    ])
    func `a part of a rule that never makes it win is reported, though other parts do`(
        winner: String,
        loser: String
    )
        throws
    {
        #expect(try codes(winner: winner, loser: loser) == ["RB224"])
    }

    @Test(arguments: [
        ("match: [客服]", "match: [客服电话, 人工]"), ("match: {exact: [客服]}", "match: [客服, 人工]"),
        ("priority: 1, match: [客服], also: true", "match: [客服电话, 人工]"),
        ("priority: 1, match: {any: [客服], none: [电话]}", "match: [客服电话, 人工]"),
        ("priority: 1, match: [客服]", "match: [客服电话, 人工], during_handoff: true"),
        ("priority: 1, match: [客服], when: {schedule: 营业}", "match: [客服电话, 人工]"),
        ("priority: 1, match: [客服]", "match: [客服电话, 人工], ignore: {RB224: 有意}"),
        ("event: click, menu: [A]", "event: click, menu: [C, B]"),
    ])
    func `a part of a rule that may make it win is not reported`(winner: String, loser: String) throws {
        #expect(try codes(winner: winner, loser: loser).isEmpty)
    }

    @Test func `cases with one that always applies do not open a gap, others do`() throws {
        let loser = "  - {id: b, reply: r, match: [客服电话]}\n"
        let open = "  - {id: a, priority: 1, match: [客服], cases: [{when: {schedule: 营业}, reply: r}"
        #expect(try codes(open + "]}\n" + loser).isEmpty)
        #expect(try codes(open + ", {reply: s}]}\n" + loser) == ["RB203"])
    }

    @Test func `different rules may take different words`() throws {
        let rules = """
              - {id: a, priority: 1, match: [客服], reply: r}
              - {id: b, priority: 2, match: [人工], reply: r}
              - {id: c, match: [客服电话, 人工服务], reply: r}
            """
        let found = try CheckedRules("rules:\n" + rules).findings
        #expect(found.map(\.code) == ["RB203"])
        #expect(found.first?.related.map(\.location.line) == [3, 4])
    }

    @Test func `a rule that takes any answer loses to one that takes it first`() throws {
        let ask = "  - {id: q, match: [留言], reply: 请说, ask: {slot: s, for: 5m}}\n"
        let first = "  - {id: a, when: {asked: s}, reply: r}\n"
        #expect(try codes(ask + first + "  - {id: b, when: {asked: s}, reply: r}\n") == ["RB203"])
        #expect(try codes(ask + first + "  - {id: b, when: {asked: s}, match: [取消], reply: r}\n").isEmpty)
        let urgent = first.replacing("reply", with: "priority: 1, reply")
        #expect(try codes(ask + urgent + "  - {id: b, when: {asked: s}, match: [取消], reply: r}\n") == ["RB203"])
    }

    @Test func `exact words are reported one by one where others are left`() throws {
        #expect(try codes(winner: "match: {exact: [1, 甲]}", loser: "match: {exact: [甲, 2, １]}") == ["RB201", "RB201"])
        #expect(try codes(winner: "priority: 1, match: {exact: [1]}", loser: "match: {exact: [1, 2]}") == ["RB224"])
        #expect(try codes(winner: "match: {exact: [1], none: [甲]}", loser: "match: {exact: [1, 2]}").isEmpty)
        #expect(try codes(winner: "match: {exact: [1]}, stage: test", loser: "match: {exact: [1, 2]}").isEmpty)
        #expect(try codes(winner: "match: {exact: [1]}", loser: "match: {exact: [2, 11]}").isEmpty)
    }

    @Test func `a proof that takes too long is a probability`() throws {
        let winner = "match: {regex: '^(?:a|b)*a(?:a|b){12}$'}"
        #expect(try codes(winner: winner, loser: "match: {regex: '^[ab]*a[ab]{12}$'}") == ["RB204"])
        #expect(try codes(winner: winner, loser: "match: {regex: '^[ab]*b[ab]{12}$'}").isEmpty)
        #expect(try codes(winner: winner, loser: winner) == ["RB203"])
    }
}
