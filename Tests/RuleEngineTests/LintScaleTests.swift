import Testing

@testable import RuleEngine

/// Files that would be slow if all pairs were compared.
struct LintScaleTests {
    @Test(.timeLimit(.minutes(20)))
    func `many rules with many keywords are linted`() throws {
        let rules = (0..<8_000).map { "  - {id: r\($0), match: [词\($0)甲, 词\($0)乙, 问\($0)], reply: r}\n" }
        let taker = "  - {id: top, priority: 1, match: [问题], reply: r}\n  - {id: lost, match: [有问题], reply: r}\n"
        #expect(try LintTrial("rules:\n" + rules.joined() + taker).findings.map(\.code) == ["RB203"])
    }

    @Test(.timeLimit(.minutes(20)))
    func `many rules with the same words are linted`() throws {
        let rules = (0..<3_000).map { "  - {id: r\($0), match: [退款, 退货], priority: \($0 % 7), reply: r}\n" }
        let findings = try LintTrial("rules:\n" + rules.joined()).findings
        #expect(findings.count > 10)
        // With so many shadows the trials run out, which is said once.
        #expect(findings.count { $0.code == "RB212" } == 1)
        #expect(findings.allSatisfy { ["RB203", "RB212"].contains($0.code) })
    }

    @Test(.timeLimit(.minutes(20)))
    func `many expressions are compared as far as the budget goes`() throws {
        let rules = (0..<400)
            .map { number in
                #"  - {id: r\#(number), match: {regex: '^[ab]*a[ab]{\#(number % 20)}c?\d{2,\#(number % 30 + 2)}x?$'}, reply: r}"#
                    + "\n"
            }
        _ = try LintTrial("rules:\n" + rules.joined())
    }
}
