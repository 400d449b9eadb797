import Testing

@testable import RuleEngine

struct MatchingTableTests {
    @Test(arguments: MatchingTable.names)
    func `each message is answered by the rule beside it`(name: String) throws {
        let table = try MatchingTable(name)
        #expect(!table.rows.isEmpty)
        for row in table.rows {
            var conversation = DecisionConversation(table.rules)
            #expect(conversation.say(row.message).name == row.rule, "\(row)")
        }
    }

    @Test(arguments: MatchingTable.names)
    func `the naive reference answers the same`(name: String) throws {
        let table = try MatchingTable(name)
        let naive = MatchingNaiveReference(rules: table.rules.rules)
        for row in table.rows {
            let winner = naive.winner(for: TextNormalizer.normalize(row.message)) ?? Fallback.id
            #expect(winner == row.rule, "\(row)")
        }
    }
}
