import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

@Suite(.timeLimit(.minutes(5)), .watched)
struct TableTests {
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
        let naive = NaiveReference(rules: table.rules.rules)
        for row in table.rows {
            let winner = naive.winner(for: TextNormalizer.normalize(row.message)) ?? Fallback.id
            #expect(winner == row.rule, "\(row)")
        }
    }

    @Test func `every table is run`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: MatchingTable.folder.path)
        #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == MatchingTable.names.map { "\($0).yaml" })
    }

    @Test(arguments: MatchingTable.names)
    func `every rule of a table answers a row, and so does the fallback`(name: String) throws {
        let table = try MatchingTable(name)
        // These are there to be beaten.
        let rules = Set(table.rules.rules.map(\.id)).subtracting(["later", "expression", "both"])
        let missing = rules.union(name == "precedence" ? [] : [Fallback.id]).subtracting(table.rows.map(\.rule))
        #expect(missing.sorted() == [])
    }

    @Test func `the tables use every key of a clause`() throws {
        let clauses = try MatchingTable.names.flatMap { try MatchingTable($0).rules.rules.flatMap(\.clauses) }
        for key in [\MatchClause.exact, \.prefix, \.suffix, \.any, \.all, \.none] {
            #expect(clauses.count { !$0[keyPath: key].isEmpty } >= 3)
        }
        let patterns = clauses.flatMap(\.patterns)
        #expect(patterns.count { $0.isRaw } >= 3 && patterns.count { !$0.isRaw } >= 3)
    }
}
