import Foundation
import Testing

@testable import RuleEngine

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
