import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
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

/// A table of messages and the rules that answer them, from `Fixtures/matching`.
struct MatchingTable {
    struct Row: CustomStringConvertible, Sendable {
        let file: String
        let message: String
        let rule: String

        var description: String { "\(file): \(message)" }
    }

    /// The rule file, without its first line.
    let yaml: String
    let rules: RuleSet
    let rows: [Row]

    /// The tables by file name.
    static let names = [
        "boundaries", "canonical", "clauses", "ends", "folding", "none", "patterns", "precedence", "prefix-suffix",
        "traditional", "white-space",
    ]

    static var folder: URL { Bundle.module.bundleURL.appending(path: "Fixtures/matching") }

    init(_ name: String) throws {
        let bytes = Array(try Data(contentsOf: Self.folder.appending(path: "\(name).yaml")))
        let diagnostics = DiagnosticCollector()
        let root = DocumentReader(diagnostics: diagnostics).read(SourceFile(path: name, bytes: bytes)).root
        #expect(diagnostics.ordered.map { "\(name).yaml:\($0.location.line): \($0.message.english)" } == [])
        yaml = root?["rules"]?.scalar?.text ?? ""
        rules = try RuleSet.load(yaml: yaml)
        rows = try (root?["messages"]?.sequence ?? [])
            .map { row in
                let (say, rule) = (try #require(row["say"]?.scalar), try #require(row["rule"]?.scalar))
                return Row(file: name, message: say.text, rule: rule.text)
            }
    }

    /// The rule file with one more rule, which comes before all others for messages that contain a word of some rows.
    func changedYAML(every step: Int) throws -> String {
        let words = stride(from: 0, to: rows.count, by: step).map { "\"\(Self.escaped(rows[$0].message))\"" }
        let rule = "rules:\n  - {id: changed, priority: 1000, match: [\(words.joined(separator: ", "))], reply: new}\n"
        let parts = yaml.components(separatedBy: "rules:\n")
        try #require(parts.count == 2)
        return parts.joined(separator: rule)
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { "\\U" + String(repeating: "0", count: 8 - hex($0).count) + hex($0) }.joined()
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16) }
}
