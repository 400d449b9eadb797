import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// What the pages of the documentation show is what the engine does.
@Suite(.timeLimit(.minutes(5)), .watched)
struct DocumentationExampleTests {
    @Test(arguments: try DocumentationExample.all())
    func `the rules load, and answer as the tables after them say`(example: DocumentationExample) throws {
        let rules = try RuleSet.load(yaml: example.yaml)
        #expect(!example.tables.isEmpty, "\(example): no table of messages")
        for table in example.tables {
            var talk = DocumentationTalk(rules)
            for (offset, row) in table.rows.enumerated() {
                let place = "\(example.page):\(table.line + 2 + offset)"
                let decision = try talk.say(row, at: place)
                #expect(Self.whoAnswers(decision) == row["Answered by"], "\(place)")
                if let reply = row["Reply"] { #expect(Self.said(decision) == reply, "\(place)") }
                if let shadow = row["Recorded"] {
                    #expect(decision.shadow.joined(separator: ", ") == shadow, "\(place)")
                }
            }
        }
    }

    @Test func `the pages have the examples that they should`() throws {
        let examples = try DocumentationExample.all()
        let rows = examples.flatMap(\.tables).flatMap(\.rows)
        #expect(examples.count >= 20)
        #expect(rows.count >= 120)
        let heads: Set = ["At", "Message", "Customer", "Answered by", "Reply", "Recorded", "Why"]
        #expect(rows.allSatisfy { heads.isSuperset(of: $0.keys) && $0["Message"] != nil && $0["Answered by"] != nil })
    }

    @Test func `the code on the first page is the code that is run here`() throws {
        let page = try String(
            contentsOf: DocumentationExample.folder.appending(path: "RuleEngine.md"),
            encoding: .utf8
        )
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let programs = page.components(separatedBy: "```swift\n").dropFirst()
        #expect(programs.count == 1)
        for program in programs {
            let shown = try #require(program.components(separatedBy: "```").first)
            #expect(Self.withoutIndentation(source).contains(Self.withoutIndentation(shown)))
        }
        #expect(try rulesInCode() == ["请在订单页申请退款，工作时间 09:00-18:00。"])
    }

    /// The rules that answered, joined by plus signs, or nobody with the reason.
    private static func whoAnswers(_ decision: Decision) -> String {
        switch decision.outcome {
        case .silent(let reason): return "nobody (\(reason.rawValue))"
        case .replied(Fallback.id): return "`\(Fallback.id)`"
        case .replied:
            let answering = decision.candidates.filter { $0.fate == .won || $0.fate == .firedAlso }
            return answering.map { "`\($0.rule)`" }.joined(separator: " + ")
        }
    }

    private static func said(_ decision: Decision) -> String {
        decision.texts.joined(separator: " / ").replacing("\n", with: "<br>")
    }

    private static func withoutIndentation(_ text: String) -> String {
        text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }

    /// The program of the first page.
    private func rulesInCode() throws -> [String] {
        let remembered = ContactState()
        let now = DecisionConversation.moment()
        var workday = RuleCondition()
        workday.schedule = "工作时间"
        let hours = OpenHours("09:00-18:00").map { [$0] } ?? []
        let refund = Rule(
            id: "退款",
            clauses: [try MatchClause(any: ["退款", "退货"], none: ["不退款"]), try MatchClause(regex: ["钱.{0,4}退"])],
            condition: workday,
            cases: [try ReplyCase("请在订单页申请退款，工作时间 {{schedule.工作时间.today}}。")]
        )
        let rules = RuleSet(
            rules: [refund],
            fallback: Fallback(reply: try ReplyCase("没太明白。"), cooldown: Cooldown(seconds: 600)),
            schedules: [Schedule(name: "工作时间", week: [.monday: hours, .tuesday: hours])]
        )
        let event = RuleEvent(.text("我要退款"), userID: "2088000000000099", messageID: "m1")
        let decision = rules.decide(event, state: remembered, at: now)
        let texts = decision.messages.map(\.plainText)
        return texts
    }
}
