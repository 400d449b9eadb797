import TestSupport

@testable import RuleEngine

/// Small rule files from a seed, over few words, so that rules often get in one another's way.
struct LintGeneratedRules {
    private var generator: SeededGenerator

    /// The letters of messages that tell such rules apart.
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
