import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The findings on unreachable rules against `decide`, on generated files.
@Suite(.timeLimit(.minutes(5)), .watched)
struct UnreachableRulePropertyTests {
    @Test(arguments: 0..<8)
    func `a witness loses, and a rule that is reported as unreachable never wins`(block: UInt64) throws {
        for seed in block * 20..<block * 20 + 20 {
            var generated = GeneratedRules(seed: seed)
            let yaml = generated.yaml()
            let rules = try RuleSet.load(yaml: yaml)
            let check = UnreachableRules(rules: rules, now: DecisionConversation.moment())
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
        var (unreachable, free) = (0, 0)
        for seed in UInt64(0)..<160 {
            var generated = GeneratedRules(seed: seed)
            let rules = try RuleSet.load(yaml: generated.yaml())
            let check = UnreachableRules(rules: rules, now: DecisionConversation.moment())
            for rule in rules.rules { if check.finding(on: rule) == nil { free += 1 } else { unreachable += 1 } }
        }
        #expect(unreachable > 15)
        #expect(free > 200)
    }

    @Test(arguments: 0..<4)
    func `without a word that is reported as lost, everybody is answered as before`(block: UInt64) throws {
        var count = 0
        for seed in block * 60..<block * 60 + 60 {
            var generated = GeneratedRules(seed: seed)
            let yaml = generated.yaml()
            let trial = try CheckedRules(yaml)
            let lost = trial.findings.filter { $0.code == "RB224" && $0.message.chinese.hasPrefix("“") }
            guard !lost.isEmpty else { continue }
            count += lost.count
            let without = try CheckedRules(Self.replacing(lost, in: yaml))
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

    /// The file with the reported words replaced by a word that no message has.
    private static func replacing(_ findings: [Diagnostic], in yaml: String) -> String {
        var lines = yaml.components(separatedBy: "\n").map { Array($0.unicodeScalars) }
        // From the end, so that earlier columns stay valid; the first line is not in the text.
        for finding in findings.sorted(by: { $1.location < $0.location }) {
            let (line, start) = (finding.location.line - 2, finding.location.column)
            lines[line].replaceSubrange(start..<start + finding.length, with: "丙丁戊".unicodeScalars)
        }
        return lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n")
    }

    private func loses(_ finding: UnreachableRule, in rules: RuleSet) -> Bool {
        let (witness, situation) = (finding.witness, finding.witness.situation)
        let event = RuleEvent(witness.content, userID: situation.user, messageID: "m")
        let decision = rules.decide(event, state: situation.state, at: situation.date)
        let own = decision.candidates.first { $0.rule == finding.rule.id }
        guard case .lost? = own?.fate else { return false }
        return decision.winner?.rule == witness.winner && witness.winner != finding.rule.id
    }

    /// A message that the rule does not lose, with the state.
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
            last = last.flatMap { start in GeneratedRules.alphabet.map { start + $0 } }
            texts += last
        }
        return texts
    }()

    /// Every state that the files can distinguish; the cooldowns are the best ones for the rule.
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

/// Small rule files from a seed, over few words, so that rules often compete.
private struct GeneratedRules {
    private var generator: SeededGenerator

    /// Letters whose messages distinguish such rules.
    static let alphabet = ["甲", "乙", "a", "!"]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func yaml() -> String {
        let rules = (0..<Int.random(in: 2...6, using: &generator)).map { "  - {id: r\($0), \(rule())}" }
        return """
            schedules: {营业: {open: [{days: mon-fri, hours: "09:00-18:00"}]}}
            rules:
            \(rules.joined(separator: "\n"))
              - {id: q, match: {exact: [提问]}, reply: 请说, ask: {slot: s, for: 5m}}
            """
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private mutating func rule() -> String {
        let condition = pick(["", "", "", "when: {asked: s}", "when: {first_contact: true}", "when: {schedule: 营业}"])
        let priority = "priority: \(pick(["0", "0", "1", "2"]))"
        let cooling = pick(["", "", "", "cooldown: 1h", "cooldown: 1h, while_cooling: next"])
        let other = pick(["", "", "", "", "", "also: true", "stage: shadow", "during_handoff: true"])
        let answer = pick(["reply: r", "reply: r", "reply: r", "cases: [{when: {first_contact: true}, reply: r}]"])
        let clauses = (0..<Int.random(in: 1...2, using: &generator)).map { _ in clause() }
        let match =
            condition.contains("asked") && pick(["", "x"]).isEmpty ? "" : "match: [\(clauses.joined(separator: ", "))]"
        return [condition, priority, cooling, other, match, answer].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private mutating func clause() -> String {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: "{exact: \(words())}"
        case 1: "{prefix: \(words())}"
        case 2: "{suffix: \(words())}"
        case 3: "{all: \(words())}"
        case 4: "{any: \(words()), none: \(words())}"
        case 5: "{any: \(words()), prefix: \(words())}"
        case 6, 7: "{\(pick(["regex", "regex", "raw_regex"])): '\(pattern())'}"
        default: "{any: \(words())}"
        }
    }

    private mutating func words() -> String {
        let words = (0..<Int.random(in: 1...2, using: &generator)).map { _ in "'\(word())'" }
        return "[\(words.joined(separator: ", "))]"
    }

    private mutating func word() -> String {
        (0..<Int.random(in: 1...2, using: &generator)).map { _ in pick(["甲", "乙", "a"]) }.joined()
    }

    private mutating func pattern() -> String {
        let atoms = (0..<Int.random(in: 1...3, using: &generator))
            .map { _ in
                pick(["甲", "乙", "a", ".", "[甲乙]", "[^a]", "(?:甲|a乙)"]) + pick(["", "", "", "?", "*", "+"])
            }
        return pick(["", "", "^"]) + atoms.joined() + pick(["", "", "$"])
    }
}
