/// Counts for rules, in memory that is used again.
struct RuleTally: Sendable {
    private let ruleCount: Int
    /// For each rule its count; empty until the first use.
    private var counts: [Int32] = []
    /// The rules with a count, each once.
    private(set) var counted: [Int] = []

    init(ruleCount: Int) {
        self.ruleCount = ruleCount
    }

    /// The count of a rule that has one.
    subscript(_ rule: Int) -> Int { Int(counts[rule]) }

    mutating func add(_ rule: Int) {
        if counts.isEmpty { counts = Array(repeating: 0, count: ruleCount) }
        if counts[rule] == 0 { counted.append(rule) }
        counts[rule] += 1
    }

    /// Forgets all counts.
    mutating func clear() {
        for rule in counted { counts[rule] = 0 }
        counted.removeAll(keepingCapacity: true)
    }
}
