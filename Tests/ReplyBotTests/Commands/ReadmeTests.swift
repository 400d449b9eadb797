import Foundation
import ReplyStore
import RuleEngine
import TestSupport
import Testing

@testable import ReplyBot

/// The first screen of the README shows the engine's real output.
@Suite(.timeLimit(.minutes(5)), .watched)
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
        #expect(rows.count == 7)
        // The last row is of the evening, when the shop is closed; the page says with which times it was made.
        let times = text.matches(of: /--at (\d{4}-\d\d-\d\dT\d\d:\d\d)`/).map { String($0.1) }
        #expect(times.count == 2)
        for (index, row) in rows.enumerated() {
            let at = try #require(index == rows.count - 1 ? times.last : times.first)
            let now = try Date("\(at):00+08:00", strategy: .iso8601)
            let event = RuleEvent(.text(row.message), userID: "u", messageID: "\(index)")
            let decision = rules.decide(event, state: ContactState(), at: now)
            #expect(decision.messages.map(\.plainText) == [row.reply], "\(row.message)")
            let rule = row.rule.hasPrefix("fallback") || row.rule.hasPrefix("兜底") ? Fallback.id : row.rule
            #expect(decision.outcome == .replied(rule: rule))
        }
    }

    @Test(arguments: ["README.md", "README.zh-CN.md"])
    func `an offer in a reply of the README is answered, and no command changes the reader's shell`(file: String) throws
    {
        let text = try String(contentsOf: Repository.root.appending(path: file), encoding: .utf8)
        let yaml = try #require(
            text.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first
        )
        let rules = try TestRules.parse(yaml).get()
        let offers = yaml.matches(of: /回复 ?“?([0-9]+|[^“” ]+)”?/).map { String($0.1) }
        #expect(offers.contains("3"))
        for offer in offers {
            let event = RuleEvent(.text(offer), userID: "u", messageID: "1")
            let outcome = rules.decide(event, state: ContactState(), at: TestWorld.start).outcome
            #expect(outcome != .replied(rule: Fallback.id) && outcome != .silent(.unmatched), "\(offer)")
        }
        for line in text.split(separator: "\n") where line.contains("umask") {
            #expect(line.trimmingCharacters(in: .whitespaces).hasPrefix("(umask") && line.hasSuffix(")"))
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
