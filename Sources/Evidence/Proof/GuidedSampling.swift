import Foundation
import LinearRegex
import RuleEngine

/// Tries random messages made of the words of the rules, most of them of changed ones.
struct GuidedSampling {
    private let pairing: RulePairing
    private var random: SampleGenerator
    private let near: [[Unicode.Scalar]]
    private let far: [[Unicode.Scalar]]
    private let circumstances: [Circumstances]
    private let passing: [Int]

    private static let between = ["", "", " ", ",", "。", "x", "1", "好", "的"]

    init(_ pairing: RulePairing, seed: UInt64) {
        self.pairing = pairing
        random = SampleGenerator(state: seed)
        let changed = pairing.pairs.filter(\.isChanged)
        near = Self.texts(of: changed)
        far = Self.texts(of: pairing.pairs.filter { !$0.isChanged })
        let rules = changed.flatMap { pair in
            ProofSide.allCases.compactMap { side in pair.rule(side).map { ($0, side) } }
        }
        let ordinary = Circumstances.all(for: [], in: pairing, limit: 4) ?? []
        circumstances = Circumstances.all(for: rules, in: pairing, limit: 4_096) ?? ordinary
        passing = pairing.pairs.indices.filter { number in
            ProofSide.allCases.contains { pairing.pairs[number].rule($0)?.cooldown?.whileCooling == .next }
        }
    }

    /// The differences in a number of messages, each with the first message that shows it.
    func witnesses(among count: Int) -> [AnswererPair: Witness] {
        var (random, found) = (random, [AnswererPair: Witness]())
        var (before, after) = (pairing.old.makeScratch(), pairing.new.makeScratch())
        guard !circumstances.isEmpty else { return [:] }
        for number in 0..<count {
            let text = message(using: &random)
            let place = circumstances[random.below(circumstances.count)]
            let now = place.date(in: pairing.new)
            let cooling = passing.filter { _ in random.below(4) == 0 }.map { pairing.pairs[$0].id }
            let state = place.state(cooling: cooling, at: now)
            let event = RuleEvent(.text(text), userID: place.user, messageID: "m\(number)")
            let old = pairing.old.decide(event, state: state, at: now, using: &before)
            let new = pairing.new.decide(event, state: state, at: now, using: &after)
            let pair = AnswererPair(old: Answerer(old), new: Answerer(new))
            if pair.old == pair.new, old.messages == new.messages, old.state == new.state { continue }
            let witness = Witness(event, state: state, in: place, cooling: cooling, pairing: pairing)
            if witness.isDifferent, witness.isShorter(than: found[pair]) { found[pair] = witness }
        }
        return found
    }

    private func message(using random: inout SampleGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0...random.below(3) {
            let words = far.isEmpty || !near.isEmpty && random.below(3) > 0 ? near : far
            guard !words.isEmpty else { return "好" }
            text += words[random.below(words.count)]
            text += Self.between[random.below(Self.between.count)].unicodeScalars
        }
        return String(text)
    }

    private static func texts(of pairs: [RulePair]) -> [[Unicode.Scalar]] {
        let budget = StepBudget(500_000)
        var texts: [[Unicode.Scalar]] = []
        for clause in pairs.flatMap({ [$0.old, $0.new].compactMap(\.self) }).flatMap(\.clauses) {
            for list in [clause.exact, clause.prefix, clause.any, clause.all, clause.suffix, clause.none] {
                texts += list.map(\.folded)
            }
            for pattern in clause.patterns { texts += PatternSamples.texts(of: pattern.pattern, budget: budget) }
        }
        return texts
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SampleGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// A number from 0 up to a limit.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
}

/// Looks for a message that the fallback answers on both sides with other suggestions.
enum SuggestionGuesses {
    /// Tries parts of the words of titled rules, from two characters on.
    static func witness(in pairing: RulePairing) -> Witness? {
        guard let place = Circumstances.all(for: [], in: pairing, limit: 4)?.first else { return nil }
        let now = place.date(in: pairing.new)
        let state = place.state(cooling: [], at: now)
        let (before, after) = (pairing.descriptions[0].suggestions(), pairing.descriptions[1].suggestions())
        let differing = Set(before).symmetricDifference(after)
        // Where only the number of suggestions differs, every title may be the one.
        let changed = differing.isEmpty ? Set(before) : differing
        var tried: Set<String> = []
        for side in ProofSide.allCases {
            let descriptions = side == .old ? before : after
            let titled = pairing.rules(side).rules.filter { $0.title != nil && $0.event == .text }
            for (rule, description) in zip(titled, descriptions) where changed.contains(description) {
                for clause in rule.clauses {
                    for keyword in clause.exact + clause.prefix + clause.suffix + clause.any + clause.all {
                        for start in 0..<max(1, keyword.folded.count - 1) {
                            let text = String(keyword.folded[start..<min(start + 2, keyword.folded.count)])
                            guard tried.count < 2_000, tried.insert(text).inserted else { continue }
                            let event = RuleEvent(.text(text), userID: place.user, messageID: "m1")
                            let witness = Witness(event, state: state, in: place, cooling: [], pairing: pairing)
                            let pair = witness.answerers
                            if pair.old == .fallback, pair.new == .fallback, witness.isDifferent { return witness }
                        }
                    }
                }
            }
        }
        return nil
    }
}
