import RuleEngine

/// A rule before and after a change, paired by its id.
struct RulePair {
    let id: String
    let old: Rule?
    let new: Rule?
    /// Whether its behaviour differs, or its place among the rules that do not differ.
    var isChanged: Bool

    func rule(_ side: ProofSide) -> Rule? { side == .old ? old : new }
}

/// One of the two rule sets.
enum ProofSide: Int, CaseIterable {
    case old = 0
    case new = 1
}

/// The two rule sets, with the limits and the account of the new one.
struct RulePairing {
    let old: RuleSet
    let new: RuleSet
    /// In the order of the new rules, with those that are gone at the end.
    private(set) var pairs: [RulePair]
    /// Settings that hold for every message and differ.
    let settings: [ChangedSetting]
    /// Whether the fallback answers differently.
    let isFallbackChanged: Bool
    /// Whether the fallback may suggest other rules.
    let areSuggestionsChanged: Bool
    let mutation: ProofMutation
    let descriptions: [RuleDescription]
    private var numbers: [String: Int] = [:]

    init(old: RuleSet, new: RuleSet, mutation: ProofMutation) {
        self.new = new
        self.mutation = mutation
        settings = ChangedSetting.differences(from: old, to: new)
        var account = new.account
        account.name = old.account.name
        account.testers = old.account.testers
        // Only a set with other limits is made again; every rule keeps its place.
        let old =
            settings.contains { !$0.isCovered }
            ? RuleSet(
                rules: old.rules,
                fallback: old.fallback,
                schedules: old.schedules.keys.sorted().compactMap { old.schedules[$0] },
                account: account,
                limits: new.limits
            ) : old
        self.old = old
        let before = RuleDescription(of: old, mutation: mutation)
        let after = RuleDescription(of: new, mutation: mutation)
        descriptions = [before, after]
        isFallbackChanged = before.fallback() != after.fallback()
        areSuggestionsChanged = before.suggestions() != after.suggestions()
        let oldRules = Dictionary(old.rules.map { ($0.id, $0) }) { first, _ in first }
        let newIDs = Set(new.rules.map(\.id))
        pairs = new.rules.map { rule in
            let earlier = oldRules[rule.id]
            let isChanged = earlier.map { before.whole($0) != after.whole(rule) } ?? true
            return RulePair(id: rule.id, old: earlier, new: rule, isChanged: isChanged)
        }
        if mutation != .removalsIgnored {
            pairs += old.rules.filter { !newIDs.contains($0.id) }
                .map { RulePair(id: $0.id, old: $0, new: nil, isChanged: true) }
        }
        if mutation != .movesIgnored { markMoved() }
        for (number, pair) in pairs.enumerated() { numbers[pair.id] = number }
    }

    /// The number of the pair of rules with an id.
    func number(of id: String) -> Int? { numbers[id] }

    /// The ruleset of a side.
    func rules(_ side: ProofSide) -> RuleSet { side == .old ? old : new }

    /// Marks as changed the fewest unchanged rules without which all others are in the same order.
    private mutating func markMoved() {
        let unchanged = pairs.indices.filter { !pairs[$0].isChanged }
        let orders = unchanged.map { pairs[$0].old?.order ?? 0 }
        // The longest increasing subsequence: for each length the index of its smallest last element.
        var ends: [Int] = []
        var previous = [Int?](repeating: nil, count: orders.count)
        for index in orders.indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if orders[ends[middle]] < orders[index] { low = middle + 1 } else { high = middle }
            }
            previous[index] = low > 0 ? ends[low - 1] : nil
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var kept: Set<Int> = []
        var next = ends.last
        while let index = next {
            kept.insert(unchanged[index])
            next = previous[index]
        }
        for index in unchanged where !kept.contains(index) { pairs[index].isChanged = true }
    }
}

/// A setting outside of the rules that differs.
package enum ChangedSetting: Sendable, Hashable {
    /// The fallback's answer; its messages are a kind of their own.
    case fallback
    /// The hours of a schedule; the rules that use it count as changed.
    case schedule(String)
    /// The testers; the rules with `stage: test` count as changed.
    case testers
    /// The limits of messages, or the pace.
    case limits
    /// The words that end a hand-off.
    case resumeWords
    /// The account's time zone.
    case timeZone
    /// The time for which answers are kept.
    case slotsKeep

    /// Whether the statement about all other messages includes the change; else it holds with the new value on both
    /// sides.
    package var isCovered: Bool {
        switch self {
        case .fallback, .schedule, .testers: true
        case .limits, .resumeWords, .timeZone, .slotsKeep: false
        }
    }

    static func differences(from old: RuleSet, to new: RuleSet) -> [ChangedSetting] {
        var settings: [ChangedSetting] = []
        let before = RuleDescription(of: old, mutation: .none)
        let after = RuleDescription(of: new, mutation: .none)
        if before.fallback() != after.fallback() { settings.append(.fallback) }
        for name in Set(old.schedules.keys).union(new.schedules.keys).sorted()
        where before.schedule(name) != after.schedule(name) { settings.append(.schedule(name)) }
        if old.account.testers != new.account.testers { settings.append(.testers) }
        if !haveSameNumbers(old.limits, new.limits) { settings.append(.limits) }
        if old.limits.resumeWords.map(\.folded) != new.limits.resumeWords.map(\.folded) {
            settings.append(.resumeWords)
        }
        if old.account.timeZone != new.account.timeZone { settings.append(.timeZone) }
        if old.account.slotsKeep != new.account.slotsKeep { settings.append(.slotsKeep) }
        return settings
    }

    private static func haveSameNumbers(_ old: RuleLimits, _ new: RuleLimits) -> Bool {
        func numbers(_ limits: RuleLimits) -> [Int] {
            [
                limits.messagesPerEvent, limits.dailyPerUser, limits.reserveForHandoff, limits.perMinute,
                limits.handoffCap,
            ]
        }
        return numbers(old) == numbers(new) && old.message == new.message
    }
}
