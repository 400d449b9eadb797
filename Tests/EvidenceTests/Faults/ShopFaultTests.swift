import Foundation
import OperatorText
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence
@testable import RuleAuthoring

/// No slip in the rules of the example shop goes unnoticed by `check`, `test`, `diff` and `diff --prove` together.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ShopFaultTests {
    @Test func `each planted fault is caught by a tool, and the table says by which`() async throws {
        let shop = try FaultyShop()
        let faults = ShopFault.groups.flatMap(\.faults)
        #expect(faults.count >= 100)
        let catches = try await shop.catches(of: faults)
        for (fault, found) in zip(faults, catches) where found.tools.isEmpty {
            Issue.record("caught by nobody: \(fault.name)")
        }
        try EvidenceGolden.expect(FaultTable(groups: ShopFault.groups, catches: catches).text, "faults/table.txt")
    }

    @Test func `an edit that changes nothing is caught by no tool`() async throws {
        let shop = try FaultyShop()
        let edits = ShopFault.respelled + ShopFault.redundant
        for (index, found) in try await shop.catches(of: edits).enumerated() {
            #expect(found.tools.isEmpty, "\(edits[index].name): \(found)")
            #expect(found.isProvedSame || index >= ShopFault.respelled.count, "\(edits[index].name)")
        }
    }

    /// Without it, a slip in a rule that nobody asks for would look harmless to `diff`.
    @Test func `the traffic reaches every rule and case, and every silence that a follower can bring about`() throws {
        let shop = try FaultyShop()
        var (reached, silences): (Set<String>, Set<SilenceReason>) = ([], [])
        var simulation = TrafficSimulation(rules: shop.rules)
        for entry in shop.traffic {
            guard case .decided(let decision, _)? = simulation.apply(entry) else { continue }
            switch decision.outcome {
            case .replied(let rule): reached.insert("\(rule) \(decision.winner?.caseNumber ?? 1)")
            case .silent(let reason): silences.insert(reason)
            }
        }
        let cases = shop.rules.rules.flatMap { rule in rule.cases.map { "\(rule.id) \($0.number)" } }
        #expect(reached == Set(cases + ["fallback 1"]))
        #expect(silences.isSuperset(of: [.handoff, .cooldown, .quota, .flood, .loop, .unmatched]))
        #expect(silences.isDisjoint(with: [.duplicate, .stale]))
    }
}

/// The shop in `rules/`, with its tests and its traffic, and the tools that judge a change of it.
struct FaultyShop: Sendable {
    /// The findings of each tool; nil where it finds nothing.
    struct Catch: Sendable {
        /// The codes of `check --strict`.
        var check: String?
        /// The number of failed rule tests.
        var test: String?
        /// The changed answers in the traffic.
        var diff: String?
        /// The kinds of message that change.
        var proof: String?
        /// Whether it is proved that no message changes.
        var isProvedSame = false
        /// Whether the bot refuses the rules, so that the other tools have nothing to judge.
        var isRefused = false

        var tools: [String] {
            [("check", check), ("test", test), ("diff", diff), ("proof", proof)].filter { $0.1 != nil }.map(\.0)
        }
    }

    let text: String
    let rules: RuleSet
    let traffic = ShopTraffic.entries(seed: 7, followers: 320)
    private let tests: [RuleTest]
    /// As of the tests of the shop; the days off of February lie ahead.
    private let now = DecisionConversation.moment()

    init() throws {
        text = try DecisionShop.text("shop.yaml")
        let file = SourceFile(
            path: DecisionShop.path("shop_test.yaml"),
            bytes: Array(try DecisionShop.text("shop_test.yaml").utf8)
        )
        tests = try #require(RuleTestSuite.load(file).suite).tests
        rules = try DecisionShop.rules()
    }

    func catches(of faults: [ShopFault]) async throws -> [Catch] {
        let edited = try faults.map { fault in
            let parts = text.components(separatedBy: fault.old)
            try #require(parts.count == 2, "\(fault.name): its text occurs \(parts.count - 1) times")
            return parts.joined(separator: fault.new)
        }
        return await withTaskGroup(of: (Int, Catch).self) { group in
            for (index, text) in edited.enumerated() { group.addTask { (index, judged(text)) } }
            var catches = Array(repeating: Catch(), count: faults.count)
            for await (index, found) in group { catches[index] = found }
            return catches
        }
    }

    private func judged(_ text: String) -> Catch {
        var found = Catch()
        let loaded = RuleLoader.load([SourceFile(path: "shop.yaml", bytes: Array(text.utf8))], now: now)
        let codes = loaded.diagnostics.filter { $0.severity != .note }.map(\.code)
        if !codes.isEmpty { found.check = Set(codes).sorted().joined(separator: " ") }
        guard let changed = loaded.ruleSet else {
            found.isRefused = true
            return found
        }
        let failed = RuleTestRunner(rules: changed, goldens: [:]).run(tests).failureCount
        if failed > 0 { found.test = "\(failed)" }

        var diff = RuleDiff(old: DiffSide(name: "old", rules: rules), new: DiffSide(name: "new", rules: changed))
        for entry in traffic { diff.take(entry) }
        let counts = diff.finish().counts
        let kinds = ChangeKind.allCases.sorted().filter { counts[$0] > 0 }
        if !kinds.isEmpty { found.diff = kinds.map { "\(Self.names[$0] ?? "") \(counts[$0])" }.joined(separator: " ") }

        var bounds = ProofBounds()
        bounds.samples = 1_000
        let proof = BehaviourProof(old: rules, new: changed, bounds: bounds).result()
        // A kind without a message that shows it says no more than that answers may differ.
        let shown = proof.kinds.count { $0.witness != nil }
        if shown > 0 { found.proof = "\(shown)" }
        found.isProvedSame = proof.kinds.isEmpty && proof.verdict == .proved
        if case .sampled = proof.verdict { found.proof = (found.proof ?? "0") + " sampled" }
        return found
    }

    /// The kinds of change in one word each.
    private static let names: [ChangeKind: String] = [
        .lost: "lost", .silent: "silent", .changed: "other", .person: "person", .gained: "gained", .text: "text",
    ]
}
