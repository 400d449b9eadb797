package import RuleEngine

/// Finds every kind of message that a change of rules answers differently, and proves that there is no other.
///
/// **Why a finite search suffices.** The answer depends on the text only through the rules that match, and on how
/// strongly. A rule that did not change matches alike on both sides, and unchanged rules keep their order. So a message
/// that no changed rule matches, on either side, is answered alike in every state; and where the best unchanged rule
/// answers on both sides, it is the same one. What is left are pairs of answerers with a changed rule in them:
/// ``RulePairing`` names the changed rules, ``StrengthProfile`` rules out most of their pairs, and ``PairSearch`` walks
/// through the joint automaton of the rest (``JointAutomaton``): the keywords of both sides in one Aho–Corasick
/// automaton, the expressions as deterministic automata, and the ends of the message.
///
/// **What is quantified over.** All non-empty messages; all kinds of events, menu keys and scenes; for each rule that is
/// looked at, every combination of open and closed schedules, dates, open question, first contact, hand-off (with the
/// words that end it) and tester; and cooldowns of rules that then pass a message on (``Circumstances``). The state is
/// the same on both sides. A message of no kind has the same walk on both sides, and so the same answer also in states
/// that are not searched: with any cooldowns, a used quota, or a follower who writes too fast.
///
/// **What is not.** Limits, time zone, `slots_keep` and the words that end a hand-off hold for every message: where they
/// differ, the statement is about both rule sets with the new ones. Which rules the fallback suggests is one kind,
/// searched by guesses. With a `raw_regex` among the rules, characters with combining marks are not covered.
package struct BehaviourProof {
    let pairing: RulePairing
    let bounds: ProofBounds
    let model: AnswerModel
    let budget: PairSearch.Budget

    package init(old: RuleSet, new: RuleSet, bounds: ProofBounds = ProofBounds()) {
        self.init(old: old, new: new, bounds: bounds, mutation: .none)
    }

    init(old: RuleSet, new: RuleSet, bounds: ProofBounds, mutation: ProofMutation) {
        pairing = RulePairing(old: old, new: new, mutation: mutation)
        self.bounds = bounds
        model = AnswerModel(pairing)
        budget = PairSearch.Budget(steps: bounds.steps)
    }

    /// Searches all pairs.
    package func result() -> ProofResult {
        let search = PairSearch(pairing, model: model, bounds: bounds, budget: budget)
        var witnesses: [AnswererPair: Witness] = [:]
        // Pairs whose message may not be a shortest one, and pairs without a message that may exist.
        var (unproved, open): (Set<AnswererPair>, Set<AnswererPair>) = ([], [])
        var cutSearches = 0
        let (targets, isCut) = targets()
        for target in targets {
            let finding = search.find(target)
            if !finding.isComplete { cutSearches += 1 }
            open.formUnion(finding.open)
            for (pair, witness) in finding.witnesses where witness.isShorter(than: witnesses[pair]) {
                witnesses[pair] = witness
                if finding.guessed.contains(pair) { unproved.insert(pair) } else { unproved.remove(pair) }
            }
        }
        let events = EventSearch(pairing, model: model, limit: bounds.circumstances)
        if pairing.mutation != .otherEventsIgnored {
            cutSearches += events.find(into: &witnesses)
        }
        if isCut { cutSearches += 1 }
        let suggesting = AnswererPair(old: .fallback, new: .fallback)
        if pairing.areSuggestionsChanged { open.insert(suggesting) }
        if open.contains(suggesting), witnesses[suggesting] == nil {
            witnesses[suggesting] = SuggestionGuesses.witness(in: pairing)
            unproved.insert(suggesting)
        }
        open.subtract(witnesses.keys)
        if cutSearches > 0 || !open.isEmpty {
            let sampling = GuidedSampling(pairing, seed: bounds.seed)
            for (pair, witness) in sampling.witnesses(among: bounds.samples) where witnesses[pair] == nil {
                witnesses[pair] = witness
                unproved.insert(pair)
                open.remove(pair)
            }
        }
        var kinds = witnesses.map {
            ProvedKind(old: $0.old, new: $0.new, witness: $1, isShortest: !unproved.contains($0))
        }
        kinds += open.map { ProvedKind(old: $0.old, new: $0.new, witness: nil, isShortest: false) }
        return ProofResult(
            kinds: kinds.sorted { AnswererPair(old: $0.old, new: $0.new) < AnswererPair(old: $1.old, new: $1.new) },
            settings: pairing.settings,
            verdict: cutSearches == 0 ? .proved : .sampled(messages: bounds.samples, cutSearches: cutSearches),
            pairCount: targets.count,
            stateCount: budget.states
        )
    }

    /// The pairs that may exist, and whether there are more than the bounds allow.
    func targets() -> (targets: [PairSearch.Target], isCut: Bool) {
        let mutation = pairing.mutation
        let texts = pairing.pairs.indices.filter { number in
            ProofSide.allCases.contains { pairing.pairs[number].rule($0)?.event == .text }
        }
        let changed = texts.filter { pairing.pairs[$0].isChanged }
        let profiles = Dictionary(
            uniqueKeysWithValues: changed.map {
                ($0, StrengthProfile(of: $0, in: pairing, model: model, bounds: bounds, budget: budget))
            }
        )
        func profiled(_ number: Int) -> ProfiledRule {
            let pair = pairing.pairs[number]
            let unchanged = pair.new.map { StrengthProfile(unchanged: $0) }
            return ProfiledRule(pair: pair, profile: profiles[number] ?? unchanged ?? StrengthProfile())
        }
        let rules = texts.map { ($0, profiled($0)) }
        var targets: [PairSearch.Target] = []
        if pairing.isFallbackChanged { targets.append(PairSearch.Target(old: nil, new: nil)) }
        for number in changed {
            let own = profiled(number)
            targets.append(PairSearch.Target(old: number, new: number))
            if own.pair.changesPassing {
                targets.append(PairSearch.Target(old: number, new: number, isCooling: true))
            }
            if own.mayMatchOnly(.old) { targets.append(PairSearch.Target(old: number, new: nil)) }
            if own.mayMatchOnly(.new) { targets.append(PairSearch.Target(old: nil, new: number)) }
            for (other, rival) in rules where other != number {
                guard targets.count <= bounds.pairs else { return (targets, true) }
                let inverted = mutation == .filterInverted
                if own.mayYield(to: rival, inverted: inverted) {
                    targets.append(PairSearch.Target(old: number, new: other))
                }
                // A pair of two changed rules is searched from its first rule.
                if !rival.pair.isChanged, rival.mayYield(to: own, inverted: inverted) {
                    targets.append(PairSearch.Target(old: other, new: number))
                }
            }
            guard mutation != .alsoIgnored else { continue }
            // A rule with `also` may answer beside any other one, and a rule that outranks it now may silence it.
            for (other, rival) in rules where other != number {
                if own.pair.mayAnswerBesides { targets.append(PairSearch.Target(old: other, new: other, via: number)) }
                if rival.pair.mayAnswerBesides {
                    targets.append(PairSearch.Target(old: number, new: number, via: other))
                }
            }
        }
        return (targets, targets.count > bounds.pairs)
    }
}

extension RulePair {
    /// Whether the rule passes messages on while it cools, on one side only.
    fileprivate var changesPassing: Bool {
        guard let old, let new else { return false }
        return old.cooldown?.whileCooling != new.cooldown?.whileCooling
    }

    /// Whether the rule may answer beside another one.
    fileprivate var mayAnswerBesides: Bool { old?.continues == true || new?.continues == true }
}

extension Witness {
    /// Whether the message is shorter than that of another witness; an event without text comes last.
    func isShorter(than other: Witness?) -> Bool {
        guard let other else { return true }
        guard let own = text, let text = other.text else { return self.text != nil && other.text == nil }
        return own.unicodeScalars.count < text.unicodeScalars.count
    }
}
