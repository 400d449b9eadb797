import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// What the first screen of the README shows is what the engine does.
struct ReadmeTests {
    /// A row of the table of the conversation.
    private struct Row {
        let message: String
        let rule: String
        let reply: String
    }

    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func `the rules of the README load, and answer as its table says`(file: String) throws {
        let text = try String(contentsOf: Repository.root.appending(path: file), encoding: .utf8)
        let yaml = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first)
        let rules = try TestRules.parse(try #require(yaml.components(separatedBy: "```").first)).get()
        let rows = Self.rows(text)
        #expect(rows.count == 6)
        for (index, row) in rows.enumerated() {
            // The last row is of the evening, when the shop is closed.
            let now = index == rows.count - 1 ? TestWorld.start + 10 * 3_600 : TestWorld.start
            let event = RuleEvent(.text(row.message), userID: "u", messageID: "\(index)")
            let decision = rules.decide(event, state: ContactState(), at: now)
            #expect(decision.messages.map(\.plainText) == [row.reply], "\(row.message)")
            let rule = row.rule.hasPrefix("fallback") || row.rule.hasPrefix("兜底") ? Fallback.id : row.rule
            #expect(decision.outcome == .replied(rule: rule))
        }
    }

    private static func rows(_ text: String) -> [Row] {
        let lines = text.components(separatedBy: "\n").drop { !$0.hasPrefix("|---|---|---|") }.dropFirst()
        return lines.prefix { $0.hasPrefix("|") }
            .map { line in
                let cells = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                let rule = cells[2].prefix { $0 != ":" && $0 != "：" }
                return Row(message: cells[1], rule: String(rule), reply: cells[3])
            }
    }
}
