import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct ReloadTests {
    @Test(arguments: MatchingTable.names)
    func `a reload of the same file changes no answer`(name: String) throws {
        let table = try MatchingTable(name)
        var running = try RunningRules(table.yaml)
        for round in 0..<3 {
            // In another order each time: no answer depends on the messages before.
            for row in round == 1 ? table.rows.reversed() : table.rows {
                #expect(running.answer(to: row.message) == row.rule, "\(row), after \(round) reloads")
            }
            try running.load(table.yaml)
        }
    }

    @Test(arguments: MatchingTable.names, 1...3)
    func `a changed file gives new answers, and the old content the old ones`(name: String, step: Int) throws {
        let table = try MatchingTable(name)
        var running = try RunningRules(table.yaml)
        for row in table.rows { #expect(running.answer(to: row.message) == row.rule, "\(row)") }

        try running.load(try table.changedYAML(every: step))
        let naive = NaiveReference(rules: running.rules.rules)
        var changed = 0
        for row in table.rows {
            let expected = naive.winner(for: TextNormalizer.normalize(row.message)) ?? Fallback.id
            #expect(running.answer(to: row.message) == expected, "\(row), changed")
            changed += expected == "changed" ? 1 : 0
        }
        #expect(changed >= table.rows.count / step)

        try running.load(table.yaml)
        for row in table.rows { #expect(running.answer(to: row.message) == row.rule, "\(row), changed back") }
    }

    @Test(arguments: MatchingTable.names)
    func `sets that are used in turns do not disturb each other`(name: String) throws {
        let table = try MatchingTable(name)
        let old = try RunningRules(table.yaml)
        let new = try RunningRules(try table.changedYAML(every: 2))
        let expected = try table.rows.map { row in
            try RunningRules(try table.changedYAML(every: 2)).answer(to: row.message)
        }
        for (row, rule) in zip(table.rows, expected) {
            #expect(old.answer(to: row.message) == row.rule, "\(row), old")
            #expect(new.answer(to: row.message) == rule, "\(row), new")
        }
    }

    @Test func `a contact's state outlives a reload`() throws {
        let yaml = """
            rules:
              - {id: ask, match: [查], reply: a, ask: {slot: 单号, for: 30m}}
              - {id: take, when: {asked: 单号}, match: {regex: '^\\d+$'}, reply: "{{slot.单号}}"}
            fallback: {reply: z}
            """
        var before = try DecisionConversation(yaml)
        #expect(before.say("查").name == "ask")
        var after = try DecisionConversation(yaml)
        after.state = before.state
        #expect(after.say("123").name == "take")
    }

    @Test func `memory of another rule set is replaced`() throws {
        let sets = try [
            "rules: [{id: a, match: {regex: '^a+$'}, reply: a}]",
            "rules: [{id: b, match: {regex: '^b+$'}, reply: b}]",
            "rules: [{id: c, match: [退款, 退货, aaa], reply: c}]",
        ]
        .map { try RuleSet.load(yaml: $0) }
        var scratch = sets[0].makeScratch()
        for _ in 0..<2 {
            for (set, expected) in zip(sets, [["a", nil, nil], [nil, "b", nil], ["c", nil, "c"]]) {
                for (message, rule) in zip(["aaa", "bbb", "退货"], expected) {
                    let event = RuleEvent(.text(message), userID: "2088000000000099", messageID: "m1")
                    let now = DecisionConversation.moment()
                    let decision = set.decide(event, state: ContactState(), at: now, using: &scratch)
                    #expect(decision.name == rule ?? "(unmatched)")
                }
            }
        }
    }
}

/// Rules as a running process holds them: a set and its working memory, replaced together by a reload.
private struct RunningRules {
    let rules: RuleSet
    private let decide: (RuleEvent) -> Decision

    init(_ yaml: String) throws {
        let rules = try RuleSet.load(yaml: yaml)
        var scratch = rules.makeScratch()
        self.rules = rules
        decide = { rules.decide($0, state: ContactState(), at: DecisionConversation.moment(), using: &scratch) }
    }

    /// Replaces the rules and their working memory.
    mutating func load(_ yaml: String) throws {
        self = try RunningRules(yaml)
    }

    /// The rule that answers a message of a new follower.
    func answer(to message: String) -> String {
        decide(RuleEvent(.text(message), userID: "2088000000000099", messageID: "m1")).name
    }
}
