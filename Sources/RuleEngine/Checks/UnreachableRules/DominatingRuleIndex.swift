/// The clauses that take a message for good whenever their rule is there, found by their words.
///
/// For each word the 64 highest-ranking clauses are kept; more would make files of equal rules slow.
struct TakerIndex {
    /// A clause that takes messages; nil where its rule takes any text.
    struct Taker {
        let rule: Rule
        let clause: MatchClause?
    }

    /// Where a word is used.
    struct Use {
        let taker: Int
        let key: MatchClause.WordKey
    }

    /// All of them, the higher rank first.
    private(set) var takers: [Taker] = []
    private(set) var table = WordTable()
    /// For each word of the table where it is used.
    private(set) var uses: [[Use]] = []
    /// Clauses without words: expressions alone, or any text.
    private(set) var wordless: [Int] = []
    /// The highest priority among them.
    private(set) var highestPriority = Int.min
    /// The highest priority among clauses without words.
    private(set) var highestWordlessPriority = Int.min

    init(_ rules: [Rule]) {
        let ranked = rules.filter { $0.event == .text && $0.takesEveryMatch }
            .sorted { Precedence(of: $0, strength: .event) > Precedence(of: $1, strength: .event) }
        for rule in ranked {
            if rule.clauses.isEmpty { add(Taker(rule: rule, clause: nil)) }
            for clause in rule.clauses where clause.none.isEmpty { add(Taker(rule: rule, clause: clause)) }
        }
        highestPriority = ranked.first?.priority ?? Int.min
        highestWordlessPriority = wordless.first.map { takers[$0].rule.priority } ?? Int.min
    }

    /// Whether an earlier rule of the same priority has a word under `exact`.
    func hasExact(_ word: [Unicode.Scalar], before rule: Rule) -> Bool {
        guard let number = table.number(of: word) else { return false }
        return uses[number]
            .contains { use in
                let taker = takers[use.taker].rule
                return use.key == .exact && taker.priority == rule.priority && taker.order < rule.order
            }
    }

    private static let limit = 64

    private mutating func add(_ taker: Taker) {
        let number = takers.count
        takers.append(taker)
        let keys = taker.clause?.positiveKeys ?? []
        if keys.isEmpty, wordless.count < Self.limit { wordless.append(number) }
        for key in keys {
            for keyword in taker.clause?.words(key) ?? [] { add(keyword.folded, Use(taker: number, key: key)) }
        }
    }

    private mutating func add(_ word: [Unicode.Scalar], _ use: Use) {
        guard let number = table.add(word) else { return }
        if number == uses.count { uses.append([]) }
        if uses[number].count < Self.limit { uses[number].append(use) }
    }
}
