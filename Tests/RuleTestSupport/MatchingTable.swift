package import Foundation
package import RuleEngine
internal import Testing
internal import Yams

/// A table of messages and the rules that answer them, from `Fixtures/matching` of RuleEngineTests.
package struct MatchingTable {
    package struct Row: CustomStringConvertible, Sendable {
        package let file: String
        package let message: String
        package let rule: String

        package var description: String { "\(file): \(message)" }
    }

    /// The rule file, without its first line.
    package let yaml: String
    package let rules: RuleSet
    package let rows: [Row]

    /// The tables by file name.
    package static let names = [
        "boundaries", "canonical", "clauses", "ends", "folding", "none", "patterns", "precedence", "prefix-suffix",
        "traditional", "white-space",
    ]

    package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "RuleEngineTests/Fixtures/matching")

    package init(_ name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
        let root = try #require(try Yams.compose(yaml: text))
        yaml = try #require(root["rules"]?.scalar).string
        rules = try RuleSet.load(yaml: yaml)
        rows = try Array(try #require(root["messages"]?.sequence))
            .map { row in
                let (say, rule) = (try #require(row["say"]?.scalar), try #require(row["rule"]?.scalar))
                return Row(file: name, message: say.string, rule: rule.string)
            }
    }

    /// The rule file with one more rule, which comes before all others for messages that contain a word of some rows.
    package func changedYAML(every step: Int) throws -> String {
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
