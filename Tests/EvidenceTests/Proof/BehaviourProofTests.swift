import Foundation
import OperatorText
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

@Suite(.timeLimit(.minutes(5)), .watched)
struct BehaviourProofTests {
    @Test func `each change has the kinds of a comparison of all messages`() throws {
        for scenario in try ProofScenarios.all() {
            let disagreement = scenario.disagreement()
            #expect(disagreement == nil)
        }
    }

    @Test(arguments: 0..<4)
    func `generated changes have the kinds of a comparison of all messages`(part: Int) {
        let count = Self.number("PROOF_CASES") ?? 30
        for seed in stride(from: part, to: count, by: 4) {
            var generator = ProofCaseGenerator(seed: UInt64(seed))
            let disagreement = generator.next().disagreement()
            #expect(disagreement == nil)
        }
    }

    @Test(arguments: 0..<4)
    func `random messages show no change outside of the kinds`(part: Int) {
        let (cases, messages) = (Self.number("PROOF_PAIRS") ?? 24, Self.number("PROOF_MESSAGES") ?? 1_000)
        for seed in stride(from: part, to: cases, by: 4) {
            var generator = ProofCaseGenerator(seed: 10_000 + UInt64(seed))
            let surprise = generator.next().surprise(in: messages, seed: UInt64(seed))
            #expect(surprise == nil)
        }
    }

    @Test func `a change of one rule of the shop is proved`() throws {
        let text = try DecisionShop.text("shop.yaml").replacing("version: 1\n", with: "")
        let old = try RuleSet.load(yaml: text)
        let new = try RuleSet.load(yaml: text.replacing("[退款, 退钱, 退货]", with: "[退款, 退钱]"))
        let result = BehaviourProof(old: old, new: new).result()
        #expect(result.verdict == .proved)
        let kind = try #require(result.kinds.first { $0.old == .rule("退款", case: 1) && $0.new == .fallback })
        #expect(kind.witness?.text == "退货")
        #expect(
            result.closing().english
                == "2 kinds of message change, and 1 more may; for every other message, state equal, nothing changes: proved"
        )
        #expect(result.closing().chinese == "2 类消息的回答有变化，另有 1 类可能有变化；其余任何消息，状态相同时回答不变：已证明")
    }

    @Test func `an unchanged set changes nothing`() throws {
        let rules = try DecisionShop.rules()
        let result = BehaviourProof(old: rules, new: rules).result()
        #expect(result.kinds.isEmpty)
        #expect(
            result.closing().english
                == "No kind of message changes; for every message, state equal, nothing changes: proved"
        )
    }

    @Test func `changed limits are named, and the statement takes the new ones on both sides`() throws {
        let old = try RuleSet.load(yaml: "rules: [{id: x, match: [甲], reply: r}]")
        let new = try RuleSet.load(yaml: "limits: {per_minute: 5}\nrules: [{id: x, match: [甲, 乙], reply: r}]")
        let result = BehaviourProof(old: old, new: new).result()
        #expect(result.settings == [.limits])
        let report = ProofReport(
            old: DiffSide(name: "old", rules: old),
            new: DiffSide(name: "new", rules: new),
            result: result
        )
        #expect(
            report.lines(.english) == [
                "gained  silent: no rule is for this → x: “乙”",
                "limits differs, for every message; the statement takes the new value on both sides",
                "1 kind of message changes; apart from the settings above, for every other message, state equal, nothing "
                    + "changes: proved",
            ]
        )
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init)
    }
}

@Suite(.timeLimit(.minutes(5)), .watched)
struct ProofMutationTests {
    /// For each planted fault the check that sees it.
    private static let catchers: [ProofMutation: String] = [
        .latinBoundaryIgnored: "all ranks by the sum",
        .prefixAnywhere: "a word under prefix",
        .suffixAnywhere: "a word under prefix",
        .noneIgnored: "a word under none",
        .allNeedsOne: "a word more under all",
        .allAddsNoLength: "all ranks by the sum",
        .firstKeywordCounts: "the longest word counts",
        .exactUntrimmed: "an exact word with signs",
        .exactTrimsStartOnly: "an exact word with signs",
        .endAnchorIgnored: "seed 2",
        .spaceAlwaysKept: "a space between Latin words",
        .onlyWrittenCharacters: "a word under prefix",
        .setsNotSplit: "a set without written characters",
        .tierIgnored: "an exact word with signs",
        .lengthIgnored: "all ranks by the sum",
        .priorityIgnored: "a priority",
        .orderReversed: "a word under prefix",
        .alsoEndsWalk: "behind a rule that passes on",
        .coolingNeverPasses: "behind a rule that passes on",
        .everybodyTests: "for testers first",
        .offAnswers: "a rule is switched off",
        .messagesUnlimited: "no room for a rule besides",
        .conditionsHold: "a condition is dropped",
        .firstCaseOnly: "a second case",
        .handoffsIgnored: "during a hand-off",
        .resumeWordsIgnored: "a word that ends a hand-off",
        .firstContactFixed: "not the first contact",
        .questionsIgnored: "an open question",
        .timeFixed: "a condition is dropped",
        .replyTextsEqual: "a second case",
        .cooldownsEqual: "a cooldown",
        .lifetimesEqual: "a lifetime",
        .movesIgnored: "an order",
        .clausesEqual: "a word under prefix",
        .removalsIgnored: "a Latin word loses a neighbour",
        .fallbackEqual: "the fallback",
        .schedulesEqual: "hours change",
        .capturesEqual: "captures",
        .depthFirst: "all ranks by the sum",
        .neverRefines: "a word under prefix",
        .limitsIgnored: "beyond the bounds",
        .alsoIgnored: "a reply besides another",
        .filterInverted: "a word under prefix",
        .otherEventsIgnored: "a menu",
    ]

    @Test(arguments: ProofMutation.allCases.filter { $0 != .none })
    func `a planted fault in the prover is seen`(mutation: ProofMutation) throws {
        let name = try #require(Self.catchers[mutation])
        let seed = name.hasPrefix("seed ") ? UInt64(name.dropFirst(5)) : nil
        let check: ProofCase
        if let seed {
            var generator = ProofCaseGenerator(seed: seed)
            check = generator.next()
        } else {
            check = try #require(try ProofScenarios.all().first { $0.name == name })
        }
        let disagreement = check.disagreement(with: mutation)
        #expect(disagreement != nil, "\(name)")
        let ownDisagreement = check.disagreement()
        #expect(ownDisagreement == nil)
    }
}
