import OperatorText
import RuleEngine

/// A rule that takes the messages of a piece, or an event, from another rule.
struct DominatingRule {
    let rule: Rule
    /// The clause that matches; nil where the rule takes any text, or for an event without text.
    let clause: MatchClause?
    /// A word of the clause that every message contains, where there is one.
    let word: [Unicode.Scalar]?
    /// The messages or the event.
    let subject: LocalizedText

    /// Names the property of the messages by which this rule takes them, and why it ranks before the other.
    ///
    /// Without a proof it states only the result of the trials.
    func note(for loser: Rule, isProved: Bool) -> LocalizedText {
        let rank = rank(above: loser)
        guard isProved else {
            return LocalizedText(
                "试过的消息 “\(rule.id)” 都能回答，而且它\(rank.chinese)",
                "“\(rule.id)” answers all messages that were tried, and \(rank.english)"
            )
        }
        guard let clause else {
            return LocalizedText(
                "\(subject.chinese)“\(rule.id)” 都回答，而且\(rank.chinese)",
                "“\(rule.id)” answers \(subject.english), and \(rank.english)"
            )
        }
        let reach: LocalizedText
        if !clause.exact.isEmpty {
            reach = LocalizedText("“\(rule.id)” 也有", "is also one of “\(rule.id)”")
        } else if let word {
            let text = String(word[...]).brief
            reach = LocalizedText("都含 “\(text)”", "contains “\(text)”")
        } else if clause.positiveKeys.isEmpty, let pattern = clause.patterns.first {
            let text = pattern.text.brief
            reach = LocalizedText("都符合 “\(text)”", "matches “\(text)”")
        } else {
            reach = LocalizedText(
                "都符合 “\(rule.id)” 的匹配条件 \(clause.number)",
                "matches clause \(clause.number) of “\(rule.id)”"
            )
        }
        return LocalizedText(
            "\(subject.chinese)\(reach.chinese)，而 “\(rule.id)” \(rank.chinese)",
            "\(subject.english) \(reach.english), and “\(rule.id)” \(rank.english)"
        )
    }

    private func rank(above loser: Rule) -> LocalizedText {
        guard rule.priority == loser.priority else {
            return LocalizedText("优先级 \(rule.priority) 更高", "has the higher priority, \(rule.priority)")
        }
        if let clause, !loser.clauses.contains(where: { $0.tier == clause.tier }) {
            return LocalizedText("的匹配方式更强（全匹配 > 关键词 > 正则）", "has the stronger evidence (exact > keyword > regex)")
        }
        return LocalizedText("写在前面", "is written first")
    }
}

/// Finds, by their words, the clauses that take every message that they match.
///
/// Keeps the 64 highest-ranking clauses for each word; more would make files with many equal rules slow.
struct DominatingRuleIndex {
    struct Entry {
        let rule: Rule
        /// The clause; nil where the rule takes any text.
        let clause: MatchClause?
    }

    /// A clause and a key under which it has a word.
    struct Use {
        let entry: Int
        let key: MatchClause.WordKey
    }

    /// The entries, the highest rank first.
    private(set) var entries: [Entry] = []
    private(set) var table = WordTable()
    /// The uses of each word of the table.
    private(set) var uses: [[Use]] = []
    /// The entries without words: expressions alone, or any text.
    private(set) var wordless: [Int] = []
    private(set) var highestPriority = Int.min
    private(set) var highestWordlessPriority = Int.min

    private static let limit = 64

    init(_ rules: [Rule]) {
        let ranked = rules.filter { $0.event == .text && $0.takesEveryMatch }
            .sorted { Precedence(of: $0, strength: .event) > Precedence(of: $1, strength: .event) }
        for rule in ranked {
            if rule.clauses.isEmpty { add(Entry(rule: rule, clause: nil)) }
            for clause in rule.clauses where clause.none.isEmpty { add(Entry(rule: rule, clause: clause)) }
        }
        highestPriority = ranked.first?.priority ?? Int.min
        highestWordlessPriority = wordless.first.map { entries[$0].rule.priority } ?? Int.min
    }

    private mutating func add(_ entry: Entry) {
        let number = entries.count
        entries.append(entry)
        let keys = entry.clause?.positiveKeys ?? []
        if keys.isEmpty, wordless.count < Self.limit { wordless.append(number) }
        for key in keys {
            for keyword in entry.clause?.words(key) ?? [] {
                guard let word = table.add(keyword.folded) else { continue }
                if word == uses.count { uses.append([]) }
                if uses[word].count < Self.limit { uses[word].append(Use(entry: number, key: key)) }
            }
        }
    }

    /// Whether an earlier rule of the same priority has a word under `exact`.
    func hasExact(_ word: [Unicode.Scalar], before rule: Rule) -> Bool {
        guard let number = table.number(of: word) else { return false }
        return uses[number]
            .contains { use in
                let other = entries[use.entry].rule
                return use.key == .exact && other.priority == rule.priority && other.order < rule.order
            }
    }
}

/// Finds, by menu key or scene, the rules that take every event without text that they match.
struct DominatingEventRuleIndex {
    private struct Key: Hashable {
        let kind: RuleEvent.Kind
        /// The menu key or scene; nil for rules that take any.
        let value: String?
    }

    private var ranked: [Key: [Rule]] = [:]

    private static let limit = 64

    init(_ rules: [Rule]) {
        let dominating = rules.filter { $0.event != .text && $0.takesEveryMatch }
            .sorted { Precedence(of: $0, strength: .event) > Precedence(of: $1, strength: .event) }
        for rule in dominating {
            for value in Self.values(of: rule) {
                let key = Key(kind: rule.event, value: value)
                if ranked[key, default: []].count < Self.limit { ranked[key, default: []].append(rule) }
            }
        }
    }

    /// The rules that take the events of a rule, one for each menu key or scene; nil unless all are taken.
    func dominatingRules(of rule: Rule) -> [(value: String?, rule: DominatingRule)]? {
        var found: [(value: String?, rule: DominatingRule)] = []
        for value in Self.values(of: rule) {
            guard let dominating = dominatingRule(of: rule, value: value) else { return nil }
            found.append((value, dominating))
        }
        return found
    }

    /// The rule that takes a rule's event with this menu key or scene; nil where none is known.
    func dominatingRule(of rule: Rule, value: String?) -> DominatingRule? {
        let keys = value == nil ? [nil] : [value, nil]
        let others = keys.flatMap { ranked[Key(kind: rule.event, value: $0)] ?? [] }
        let first = others.first {
            $0.isPresent(whenever: rule)
                && Precedence(of: $0, strength: .event) > Precedence(of: rule, strength: .event)
        }
        guard let first else { return nil }
        let event = value.map { "\(rule.event.rawValue):\($0)" } ?? rule.event.rawValue
        let subject = LocalizedText("事件 \(event) ", "the event \(event)")
        return DominatingRule(rule: first, clause: nil, word: nil, subject: subject)
    }

    private static func values(of rule: Rule) -> [String?] {
        let values = rule.menus.union(rule.scenes).sorted()
        return values.isEmpty ? [nil] : values
    }
}
