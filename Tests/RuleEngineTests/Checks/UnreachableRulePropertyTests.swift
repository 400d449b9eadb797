import Foundation
import TestSupport
import Testing

@testable import RuleEngine

/// The shadow check against what `decide` says, on generated files.
@Suite(.timeLimit(.minutes(5)), .watched)
struct LintShadowPropertyTests {
    @Test(arguments: 0..<8)
    func `a witness loses, and a rule that is reported as shadowed never wins`(block: UInt64) throws {
        for seed in block * 20..<block * 20 + 20 {
            var generated = LintGeneratedRules(seed: seed)
            let yaml = generated.yaml()
            let rules = try RuleSet.load(yaml: yaml)
            let check = ShadowCheck(rules, now: DecisionConversation.moment())
            for rule in rules.rules where rule.stage != .off {
                guard let finding = check.finding(on: rule) else { continue }
                #expect(loses(finding, in: rules), "\(yaml)")
                guard finding.isProved else { continue }
                let victory = victory(of: rule, in: rules)
                #expect(victory == nil, "seed \(seed): \(rule.id) wins with \(victory ?? "")\n\(yaml)")
            }
        }
    }

    @Test func `generated files have rules of both kinds`() throws {
        var (shadowed, free) = (0, 0)
        for seed in UInt64(0)..<160 {
            var generated = LintGeneratedRules(seed: seed)
            let rules = try RuleSet.load(yaml: generated.yaml())
            let check = ShadowCheck(rules, now: DecisionConversation.moment())
            for rule in rules.rules { if check.finding(on: rule) == nil { free += 1 } else { shadowed += 1 } }
        }
        #expect(shadowed > 15)
        #expect(free > 200)
    }

    @Test(arguments: 0..<4)
    func `without a word that is reported as lost, everybody is answered as before`(block: UInt64) throws {
        var count = 0
        for seed in block * 60..<block * 60 + 60 {
            var generated = LintGeneratedRules(seed: seed)
            let yaml = generated.yaml()
            let trial = try LintTrial(yaml)
            let lost = trial.findings.filter { $0.code == "RB224" && $0.message.chinese.hasPrefix("“") }
            guard !lost.isEmpty else { continue }
            count += lost.count
            let without = try LintTrial(Self.replacing(lost, in: yaml))
            for text in Self.texts {
                for (state, date, name) in Self.situations(except: nil, in: trial.rules) {
                    let event = RuleEvent(.text(text), userID: "u", messageID: "m")
                    let before = trial.rules.decide(event, state: state, at: date).outcome
                    let after = without.rules.decide(event, state: state, at: date).outcome
                    #expect(before == after, "seed \(seed): \(text) (\(name))\n\(yaml)")
                }
            }
        }
        #expect(count > 5)
    }

    /// The file with words that no message has in place of those that were found.
    private static func replacing(_ findings: [Diagnostic], in yaml: String) -> String {
        var lines = yaml.components(separatedBy: "\n").map { Array($0.unicodeScalars) }
        // From the end, so that the columns before stay right; the first line is not in the text.
        for finding in findings.sorted(by: { $1.location < $0.location }) {
            let (line, start) = (finding.location.line - 2, finding.location.column)
            lines[line].replaceSubrange(start..<start + finding.length, with: "丙丁戊".unicodeScalars)
        }
        return lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n")
    }

    private func loses(_ finding: ShadowFinding, in rules: RuleSet) -> Bool {
        let (witness, situation) = (finding.witness, finding.witness.situation)
        let event = RuleEvent(witness.content, userID: situation.user, messageID: "m")
        let decision = rules.decide(event, state: situation.state, at: situation.date)
        let own = decision.candidates.first { $0.rule == finding.rule.id }
        guard case .lost? = own?.fate else { return false }
        return decision.winner?.rule == witness.winner && witness.winner != finding.rule.id
    }

    /// A message, and the state in which the rule is not beaten with it.
    private func victory(of rule: Rule, in rules: RuleSet) -> String? {
        for text in Self.texts {
            for (state, date, name) in Self.situations(except: rule, in: rules) {
                let event = RuleEvent(.text(text), userID: "u", messageID: "m")
                let decision = rules.decide(event, state: state, at: date)
                guard let own = decision.candidates.first(where: { $0.rule == rule.id }) else { continue }
                if case .lost = own.fate { continue }
                return "\(text) (\(name))"
            }
        }
        return nil
    }

    /// All texts of up to four letters.
    private static let texts: [String] = {
        var (texts, last) = ([String](), [""])
        for _ in 0..<4 {
            last = last.flatMap { start in LintGeneratedRules.alphabet.map { start + $0 } }
            texts += last
        }
        return texts
    }()

    /// Every state that the files can tell apart; of cooldowns, those that are best for the rule.
    private static func situations(except rule: Rule?, in rules: RuleSet) -> [(ContactState, Date, String)] {
        let dates = [DecisionConversation.moment(), DecisionConversation.moment(12 * 3_600)]
        return dates.flatMap { date in
            (0..<16)
                .map { bits in
                    let later = date.addingTimeInterval(60)
                    var state = ContactState()
                    state.isKnown = bits & 1 != 0
                    if bits & 2 != 0 { state.question = ContactState.Question(slot: "s", expires: later) }
                    if bits & 4 != 0 { state.handoffUntil = later }
                    if bits & 8 != 0 {
                        let others = rules.rules.filter { $0.id != rule?.id && $0.cooldown != nil }
                        state.cooldowns = Dictionary(uniqueKeysWithValues: others.map { ($0.id, later) })
                    }
                    return (state, date, "state \(bits) at \(date)")
                }
        }
    }
}
