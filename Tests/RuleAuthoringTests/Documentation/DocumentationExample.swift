import Foundation
import RuleTestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
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
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/RuleEngine/RuleEngine.docc")

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

/// The conversation of one table of the documentation; every customer has a state of their own.
struct DocumentationTalk {
    private let rules: RuleSet
    private var states: [String: ContactState] = [:]
    private var count = 0

    init(_ rules: RuleSet) {
        self.rules = rules
    }

    /// Sends what a row says, at its time, and keeps the state.
    mutating func say(_ row: [String: String], at place: String) throws -> Decision {
        count += 1
        let customer = row["Customer"] ?? "顾客"
        let content = try #require(row["Message"].flatMap(Self.content), "\(place): neither `text` nor *event*")
        let event = RuleEvent(content, userID: customer, messageID: "m\(count)")
        let now = try #require(Self.time(row["At"] ?? "+\(10 * count)s"), "\(place): no time")
        let decision = rules.decide(event, state: states[customer] ?? ContactState(), at: now)
        states[customer] = decision.state
        return decision
    }

    /// A text between backticks, or the name of an event between asterisks.
    private static func content(_ cell: String) -> RuleEvent.Content? {
        guard cell.count > 2, let mark = cell.first, cell.last == mark else { return nil }
        let inner = String(cell.dropFirst().dropLast()).replacing("⏎", with: "\n")
        guard mark == "*" else { return mark == "`" ? .text(inner) : nil }
        let words = inner.components(separatedBy: " ")
        switch words[0] {
        case "follow": return .follow(scene: words.dropFirst().first)
        case "click": return words.dropFirst().first.map { .click(menu: $0) }
        case "image": return .image
        default: return nil
        }
    }

    /// `+5m` after the start, or a time of its day, or a day and a time.
    private static func time(_ cell: String) -> Date? {
        if cell == "+0m" { return DecisionConversation.moment() }
        if cell.hasPrefix("+") {
            return DurationText.seconds(String(cell.dropFirst())).map { DecisionConversation.moment($0) }
        }
        let parts = ("02-10 " + cell).components(separatedBy: " ").suffix(2)
        guard let day = parts.first.flatMap({ CivilDay("2026-" + $0) }), let time = parts.last else { return nil }
        let numbers = time.components(separatedBy: ":").compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        return LocalTime(day: day, minute: 60 * numbers[0] + numbers[1]).date(in: RuleAccount.shanghai)
    }
}
