import Foundation
import Testing

@testable import RuleEngine

/// A rule file on a page of the documentation, with the tables of messages that follow it.
struct DocumentationExample: CustomTestStringConvertible {
    /// One conversation; each row has its cells by the heads of the columns.
    struct Table {
        let line: Int
        let rows: [[String: String]]
    }

    let page: String
    let line: Int
    let yaml: String
    private(set) var tables: [Table] = []

    var testDescription: String { "\(page):\(line)" }

    /// The folder of the documentation.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/RuleEngine/RuleEngine.docc")

    /// All examples of all pages.
    static func all() throws -> [DocumentationExample] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".md") }
            .sorted()
            .flatMap(examples)
    }

    private static func examples(on page: String) throws -> [DocumentationExample] {
        let lines = try String(contentsOf: folder.appending(path: page), encoding: .utf8).components(separatedBy: "\n")
        var examples: [DocumentationExample] = []
        for (index, line) in lines.enumerated() {
            let rest = lines[(index + 1)...]
            if line == "```yaml" {
                let yaml = rest.prefix { $0 != "```" }.joined(separator: "\n")
                examples.append(DocumentationExample(page: page, line: index + 1, yaml: yaml))
            } else if isHead(line) {
                let table = Table(line: index + 1, rows: rows(cells(line), rest.dropFirst()))
                try #require(!examples.isEmpty, "\(page):\(index + 1): a table of messages before the first rules")
                examples[examples.count - 1].tables.append(table)
            }
        }
        return examples
    }

    private static func isHead(_ line: String) -> Bool {
        line.hasPrefix("|") && line.contains("| Answered by |")
    }

    private static func rows(_ head: [String], _ lines: ArraySlice<String>) -> [[String: String]] {
        lines.prefix { $0.hasPrefix("|") }
            .map { Dictionary(zip(head, cells($0))) { first, _ in first } }
    }

    private static func cells(_ line: String) -> [String] {
        line.components(separatedBy: "|").dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
