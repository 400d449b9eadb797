import Foundation
import OperatorText
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

@Suite(.timeLimit(.minutes(5)), .watched)
struct EnglishTests {
    @Test func `a noun agrees with its number`() {
        #expect([0, 1, 2].map { English.count($0, of: "event") } == ["0 events", "1 event", "2 events"])
        #expect(English.count(2, of: "reply", plural: "replies") == "2 replies")
        #expect(English.count(1_000, of: "event", written: "1,000") == "1,000 events")
        #expect([0, 1, 2].map { English.agreed($0, one: "is", many: "are") } == ["are", "is", "are"])
    }

    /// A number one before a plural.
    private static func faults(in text: String) -> [String] {
        text.matches(of: #/(?:^|[^0-9.,:-])1 ([a-z]+s|are|have|were)\b/#).map { String($0.output.1) }
            .filter { !["is", "has", "was"].contains($0) }
    }

    @Test func `one event, one follower and one kind are in the singular in a diff and in a proof`() throws {
        let (old, new) = (
            try DiffReportTests.side("old", "version: 1\nrules: [{id: x, match: [甲], reply: r}]"),
            try DiffReportTests.side("new", "version: 1\nrules: [{id: x, match: [甲, 乙], reply: r}]")
        )
        var diff = RuleDiff(old: old, new: new)
        for entry in Said.entries([Said(1, 0, "乙")]) { diff.take(entry) }
        let result = diff.finish()
        var gates = DiffGates()
        gates.failing = DiffGates.Class.allCases
        (gates.mostLost, gates.mostChanged) = (DiffGates.Limit("0"), DiffGates.Limit("0"))
        let proof = ProofReport(
            old: old,
            new: new,
            result: BehaviourProof(old: old.rules, new: new.rules).result(),
            failing: DiffGates.Class.allCases
        )
        let report = DiffReport(
            old: old,
            new: new,
            events: "e",
            result: result,
            verdicts: gates.verdicts(on: result),
            proof: proof
        )
        for text in [report.text(.english), report.markdown(.english), proof.text(.english)] {
            #expect(Self.faults(in: text) == [], "\(text)")
        }
        #expect(report.text(.english).contains("1 event of 1 follower:"))
    }

    @Test func `one message of one follower is in the singular in a mining report`() throws {
        let report = try TrafficMinerTests.mine([Said(1, 0, "能开发票吗"), Said(1, 60, "怎么退款")]) {
            $0.minimumFollowers = 1
        }
        #expect(!report.groups.isEmpty)
        let text = report.text(.english, in: RuleAccount().timeZone)
        #expect(Self.faults(in: text) == [], "\(text)")
        #expect(text.contains("1 follower, 1 message, last"))
    }

    @Test(arguments: [20, 40, 60], OperatorLanguage.allCases)
    func `no line of a mining report is wider than the terminal`(columns: Int, language: OperatorLanguage) throws {
        let report = try TrafficMinerTests.mine(TrafficMinerTests.invoice)
        let text = report.text(language, in: RuleAccount().timeZone, columns: columns)
        #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.cells(String($0)) <= columns }, "\(text)")
    }

    @Test func `a line breaks neither before a closing sign nor behind an opening one`() {
        let text = "问了“退款”，也问了（发票）。然后：没有了！"
        for columns in 6...30 {
            for line in TextTable.folded(text, to: columns, hanging: 0).split(separator: "\n") {
                #expect(!"，。：！）”".contains(line.first ?? " "), "\(columns): \(line)")
                #expect(!"（“".contains(line.last ?? " "), "\(columns): \(line)")
                #expect(DisplayWidth.cells(String(line)) <= columns)
            }
        }
        let folded = TextTable.folded("  one two three four", to: 12, hanging: 4)
        #expect(folded == "  one two\n    three\n    four")
        #expect(TextTable.folded("  one two three four", to: nil, hanging: 4) == "  one two three four")
    }
}
