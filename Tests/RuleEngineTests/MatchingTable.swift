import Foundation

@testable import RuleEngine

/// A table of messages and the rules that answer them, from `Fixtures/matching`.
struct MatchingTable {
    struct Row: CustomStringConvertible, Sendable {
        let file: String
        let message: String
        let rule: String

        var description: String { "\(file): \(message)" }
    }

    let rules: RuleSet
    let rows: [Row]

    /// The tables by file name.
    static let names = ["boundaries", "clauses", "folding", "none", "patterns", "precedence", "prefix-suffix"]

    init(_ name: String) throws {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/matching/\(name).yaml")
        let bytes = Array(try Data(contentsOf: url))
        let diagnostics = DiagnosticCollector()
        let root = DocumentReader(diagnostics: diagnostics).read(SourceFile(path: name, bytes: bytes)).root
        rules = try RuleSet(yaml: root?["rules"]?.scalar?.text ?? "")
        rows = (root?["messages"]?.sequence ?? [])
            .compactMap { row in
                guard let say = row["say"]?.scalar, let rule = row["rule"]?.scalar else { return nil }
                return Row(file: name, message: say.text, rule: rule.text)
            }
    }
}
