import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The cost of large files (RELIABILITY T24, T25).
@Suite(.timeLimit(.minutes(5)), .watched)
struct AttackSizeTests {
    private static func load(_ texts: String...) -> RuleLoadResult {
        RuleLoader.load(
            texts.enumerated().map { SourceFile(path: "\($0).yaml", bytes: Array("version: 1\n\($1)".utf8)) }
        )
    }

    private static func codes(_ texts: String...) -> [String] {
        load(texts.joined(separator: "\n")).diagnostics.map(\.code)
    }

    private static let longText = String(repeating: "x", count: 200_000)

    @Test(arguments: [
        ("rules: [{id: a, match: [x], reply: '", "'}]", ["RB040"]),
        ("rules: [{id: a, match: ['", "'], reply: x}]", ["RB013"]),
        ("rules: [{id: a, match: {regex: '", "'}, reply: x}]", ["RB023"]),
        ("rules: [{id: '", "', reply: x}]", ["RB013", "RB010"]),
        ("rules: [{id: a, match: ['$", "'], reply: x}]", ["RB015"]), ("? '", "'\n: x", ["RB012"]),
        ("rules: [{id: a, match: [x], reply: '{{", "}}'}]", ["RB040"]),
        ("rules: [{id: a, stage: '", "', reply: x}]", ["RB013"]),
    ])
    func `one text of 200 kilobytes is refused in a message of a line`(before: String, after: String, codes: [String]) {
        let result = Self.load("sets: {a: [x]}\n" + before + Self.longText + after)
        #expect(Set(result.diagnostics.map(\.code)).isSuperset(of: codes))
        #expect(result.ruleSet == nil)
        for finding in result.diagnostics {
            let text = DiagnosticRenderer().render(finding, source: result.sources["0.yaml"], language: .chinese)
            #expect(text.utf8.count < 2_000, "\(finding.code)")
        }
    }

    @Test func `a hundred thousand rules are too many for a file`() {
        #expect(
            Self.codes("rules:\n" + String(repeating: "  - {id: a, match: [x], reply: y}\n", count: 100_000)) == [
                "RB003"
            ]
        )
    }

    @Test(arguments: ["[", "{a: ", "- ", "{? ["])
    func `two hundred thousand levels are refused`(opening: String) {
        #expect(Self.codes("rules: " + String(repeating: opening, count: 200_000)).count == 1)
    }

    @Test func `a million wrong lines are refused as too many`() {
        #expect(Self.codes("rules:\n" + String(repeating: "  - {}\n", count: 1_000_000)) == ["RB003"])
    }

    @Test func `fifty thousand wrong fields give two hundred findings`() {
        let result = Self.load((0..<50_000).map { "字段\($0): x\n" }.joined())
        #expect(result.diagnostics.count == DiagnosticCollector.limit)
        #expect(result.omittedCount > 49_000)
    }

    @Test func `ten thousand misspelt sets are not all compared with all names`() {
        let names = (0..<10).map { String(repeating: "集", count: 60) + "\($0)" }
        let sets = names.map { "  \($0): [x]\n" }.joined()
        let words = (0..<10_000).map { "$\(String(repeating: "集", count: 50))\($0)" }.joined(separator: ",")
        #expect(Self.load("sets:\n\(sets)rules: [{id: a, match: [\(words)], reply: x}]").diagnostics.count == 200)
    }

    /// The peak memory of this process in MiB.
    private static func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter { "0"..."9" ~= $0 })) / 1_024
    }

    @Test func `a hundred thousand keywords load in less than 512 MiB`() async {
        // In a process of its own, without the memory of other tests.
        await #expect(processExitsWith: .success) {
            let rules = (0..<10_000)
                .map { rule in
                    let words = (0..<10).map { "词\(rule)号\($0)" }.joined(separator: ", ")
                    return "  - {id: r\(rule), match: [\(words)], reply: 您好}\n"
                }
            let result = AttackSizeTests.load("rules:\n" + rules.joined())
            #expect(result.ruleSet?.rules.count == 10_000)
            let peak = try AttackSizeTests.peakMemory()
            #expect(peak < 512)
        }
    }

    @Test func `expressions of many states are refused together, and take less than 512 MiB`() async {
        await #expect(processExitsWith: .success) {
            let rules = (0..<2_000).map { "  - {id: r\($0), match: {regex: '\($0)(?:[a-z]|退款){1,900}x'}, reply: 您好}\n" }
            let result = AttackSizeTests.load("rules:\n" + rules.joined())
            #expect(result.ruleSet == nil)
            #expect(result.diagnostics.first?.code == "RB023")
            #expect(result.diagnostics.first.map { $0.location.line > 100 } == true)
            let peak = try AttackSizeTests.peakMemory()
            #expect(peak < 512)
        }
    }

    @Test func `too many entries for one file are too many in several, and take less than 768 MiB`() async {
        await #expect(processExitsWith: .success) {
            let entries = "rules:\n" + String(repeating: "- x\n", count: DocumentBudget.limit / 2)
            let result = AttackSizeTests.load(entries, entries, entries, entries)
            #expect(
                result.diagnostics.filter { $0.code == "RB003" }.map(\.location.path) == ["1.yaml", "2.yaml", "3.yaml"]
            )
            #expect(result.ruleSet == nil)
            let peak = try AttackSizeTests.peakMemory()
            #expect(peak < 768)
        }
    }
}
