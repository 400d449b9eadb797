import Foundation
import RuleEngine

/// One of the peers' sets: rules as the peers write them, and one message a line.
struct Workload {
    /// One line of `SET.rules.json`; several may share one rule.
    struct Entry: Decodable {
        let id: Int
        let kind: String
        let pattern: String
        let mode: String
    }

    let entries: [Entry]
    let messages: [String]

    init(_ set: String, in folder: String) throws {
        let folder = URL(filePath: folder, directoryHint: .isDirectory)
        let rules = try Data(contentsOf: folder.appending(path: "\(set).rules.json"))
        entries = try JSONDecoder().decode([Entry].self, from: rules)
        let text = try String(contentsOf: folder.appending(path: "\(set).msgs.txt"), encoding: .utf8)
        messages = text.split(separator: "\n").map(String.init)
    }

    /// The entries as rules of the engine, in order of their ids; words are taken as folded already.
    func rules() throws -> [Rule] {
        var clauses: [[MatchClause]] = Array(repeating: [], count: (entries.map(\.id).max() ?? -1) + 1)
        for entry in entries { clauses[entry.id].append(try clause(entry, number: clauses[entry.id].count + 1)) }
        return clauses.enumerated().map { Rule(plainID: "\($0)", clauses: $1, order: $0) }
    }

    private func clause(_ entry: Entry, number: Int) throws -> MatchClause {
        let words = [Keyword(folded: entry.pattern, location: Self.nowhere)]
        guard entry.kind == "regex" else {
            return MatchClause(
                number: number,
                exact: entry.mode == "exact" ? words : [],
                prefix: entry.mode == "prefix" ? words : [],
                any: entry.mode == "contains" ? words : [],
                location: Self.nowhere
            )
        }
        let pattern = try RulePattern(entry.pattern, location: Self.nowhere)
        return MatchClause(number: number, patterns: [pattern], location: Self.nowhere)
    }

    static let nowhere = SourceLocation(path: "workload", line: 1, column: 1)
}
