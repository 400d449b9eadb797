import Foundation
import Testing

@testable import RuleEngine

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
