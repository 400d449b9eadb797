import LinearRegex
import RuleEngine

/// Searches for a shortest message that one rule answers before a change and another one after it.
///
/// The search knows a few rules only: the two of the pair at first. It goes breadth-first through the joint automaton
/// of their clauses; at each state the model says who answers. The engine then decides the message. If another rule
/// takes it, that rule is added, and the search begins again. So a message that is found is a shortest one: a search
/// with fewer rules finds all that one with more rules finds. And a pair that is not found does not exist.
final class PairSearch {
    /// What is searched for; a nil rule stands for the fallback or silence.
    struct Target: Hashable {
        /// The rule that answers before the change, by its pair.
        let old: Int?
        /// The rule that answers after the change.
        let new: Int?
        /// A rule with `also` by which the answers differ, where both answerers are the same.
        var via: Int?
        /// Whether the rule itself cools.
        var isCooling = false
    }

    /// What was found.
    struct Finding {
        var witnesses: [AnswererPair: Witness] = [:]
        /// The pairs whose message may not be a shortest one.
        var guessed: Set<AnswererPair> = []
        /// The pairs that may exist, although no message that was tried shows them.
        var open: Set<AnswererPair> = []
        /// Whether every pair that is neither found nor open does not exist.
        var isComplete = true
    }

    /// The work that all searches may do together.
    final class Budget {
        private var steps: Int
        private(set) var states = 0
        let expressions = StepBudget(50_000_000)

        init(steps: Int) { self.steps = steps }

        /// Takes steps; false when they are used up.
        func take(steps count: Int) -> Bool {
            steps -= count
            return steps > 0
        }

        func note(states count: Int) { states += count }
    }

    private let pairing: RulePairing
    private let model: AnswerModel
    private let bounds: ProofBounds
    private let budget: Budget
    private let resumeWords: [[Unicode.Scalar]]

    /// The greatest number of rules that are added to one search.
    private static let refinementLimit = 12
    /// The number of messages that are tried for the same facts.
    private static let attemptLimit = 6
    /// The number of texts that are tried for other captures.
    private static let guessLimit = 6_000

    init(_ pairing: RulePairing, model: AnswerModel, bounds: ProofBounds, budget: Budget) {
        self.pairing = pairing
        self.model = model
        self.bounds = bounds
        self.budget = budget
        let words = pairing.new.limits.resumeWords.map(\.folded)
        resumeWords = pairing.mutation == .resumeWordsIgnored ? [] : words
    }

    /// Searches for every pair of answerers of a target.
    func find(_ target: Target) -> Finding {
        var finding = Finding()
        var tracked: [Int] = []
        for number in [target.old, target.new, target.via].compactMap(\.self) where !tracked.contains(number) {
            tracked.append(number)
        }
        for _ in 0...Self.refinementLimit {
            guard let round = Round(tracked, for: target, found: finding, in: self) else {
                finding.isComplete = pairing.mutation == .limitsIgnored
                return finding
            }
            if round.wanted.isEmpty { return finding }
            let end = search(round, finding: &finding)
            guard case .blocked(let rules) = end else {
                if case .open = end, pairing.mutation != .limitsIgnored { finding.isComplete = false }
                return finding
            }
            tracked += rules
        }
        finding.isComplete = pairing.mutation == .limitsIgnored
        return finding
    }

    /// How a search with some rules ended.
    private enum End {
        case finished
        case open
        /// Rules that the search does not know took its message.
        case blocked([Int])
    }

    /// One search with a fixed set of rules.
    private struct Round {
        let target: Target
        let tracked: TrackedRules
        let automaton: JointAutomaton
        let circumstances: [Circumstances]
        /// The pairs of answerers that are not found yet.
        var wanted: Set<AnswererPair>
        /// The pairs that differ at most in their captures, with a state and a moment for each.
        var guesses: [AnswererPair: (circumstances: Circumstances, cooling: Set<Int>)] = [:]

        /// Nil where a bound is reached.
        init?(_ numbers: [Int], for target: Target, found: Finding, in search: PairSearch) {
            let (pairing, model) = (search.pairing, search.model)
            self.target = target
            tracked = TrackedRules(numbers, in: pairing)
            guard
                let circumstances = Circumstances.all(
                    for: tracked.rules,
                    in: pairing,
                    limit: search.bounds.circumstances
                )
            else { return nil }
            self.circumstances = circumstances
            var wanted: Set<AnswererPair> = []
            for place in circumstances {
                let mayResume = place.isHandedOff && !search.resumeWords.isEmpty
                for isResuming in mayResume ? [false, true] : [false] {
                    func label(_ number: Int?, _ side: ProofSide) -> (Answerer, Int)? {
                        guard let number else {
                            let nobody = model.outcome(
                                [],
                                on: side,
                                in: place,
                                isResuming: isResuming,
                                cooling: []
                            )
                            return (nobody.answerer, 0)
                        }
                        guard let rule = pairing.pairs[number].rule(side), rule.event == .text,
                            let index = model.presence(of: rule, on: side, in: place, isResuming: isResuming)
                        else { return nil }
                        return (.rule(rule.id, case: rule.cases[index].number), index)
                    }
                    guard let old = label(target.old, .old), let new = label(target.new, .new) else { continue }
                    let pair = AnswererPair(old: old.0, new: new.0)
                    if old.0 != new.0 || target.via != nil || target.isCooling
                        || model.mayDiffer(target.old, oldCase: old.1, newCase: new.1)
                    {
                        wanted.insert(pair)
                    }
                }
            }
            self.wanted = target.isCooling && !found.witnesses.isEmpty ? [] : wanted.subtracting(found.witnesses.keys)
            guard
                let automaton = JointAutomaton(
                    clauses: tracked.clauses,
                    resumeWords: circumstances.contains(where: \.isHandedOff) ? search.resumeWords : [],
                    budget: search.budget.expressions,
                    mutation: pairing.mutation
                )
            else { return nil }
            self.automaton = automaton
        }
    }

    private func search(_ round: Round, finding: inout Finding) -> End {
        var round = round
        var isOpen = false
        var known: Set<JointAutomaton.Facts> = []
        var attempts: [JointAutomaton.Facts: Int] = [:]
        var queue: [(state: JointAutomaton.State, parent: Int32, letter: Int16)] = []
        var seen: Set<JointAutomaton.State> = []
        defer { budget.note(states: seen.count) }
        do {
            let first = try round.automaton.begin()
            seen.insert(first)
            queue.append((first, -1, 0))
            var (frontier, next) = ([0], 0)
            // Depth first, as a planted fault, finds long messages.
            while let place = pairing.mutation == .depthFirst ? frontier.popLast() : frontier.element(next) {
                next += 1
                let state = queue[place].state
                if round.automaton.isMessage(state) {
                    let facts = try round.automaton.facts(at: state)
                    if !known.contains(facts) {
                        switch examine(facts, of: &round, at: place, in: queue, finding: &finding) {
                        case .nothing: known.insert(facts)
                        case .blocked(let rules) where pairing.mutation != .neverRefines: return .blocked(rules)
                        case .quota, .blocked: (isOpen, _) = (pairing.mutation != .neverRefines, known.insert(facts))
                        case .failed:
                            attempts[facts, default: 0] += 1
                            if attempts[facts] == Self.attemptLimit { known.insert(facts) }
                        }
                        if round.wanted.isEmpty { return isOpen ? .open : .finished }
                    }
                }
                let count = round.automaton.alphabet.letters.count
                guard budget.take(steps: count), queue.count + count <= bounds.states else { return .open }
                for letter in 0..<count {
                    let following = try round.automaton.step(state, over: letter)
                    guard seen.insert(following).inserted else { continue }
                    frontier.append(queue.count)
                    queue.append((following, Int32(place), Int16(letter)))
                }
            }
        } catch {
            return .open
        }
        guess(&round, finding: &finding)
        return isOpen ? .open : .finished
    }

    /// Tries short texts, and samples of the expressions, for pairs that may differ in their captures alone.
    ///
    /// The joint automaton knows whether an expression matches, and not where.
    private func guess(_ round: inout Round, finding: inout Finding) {
        guard !round.guesses.isEmpty else { return }
        let letters = round.automaton.alphabet.letters.map(\.scalar)
        var texts: [[Unicode.Scalar]] = [[]]
        var first = 0
        while texts.count < Self.guessLimit {
            let end = texts.count
            for text in texts[first..<end] { texts += letters.map { text + [$0] } }
            first = end
        }
        texts = Array(texts.dropFirst().prefix(Self.guessLimit))
        for pattern in round.tracked.clauses.flatMap(\.patterns) {
            texts += PatternSamples.texts(of: pattern.pattern, budget: budget.expressions)
        }
        for (pair, guess) in round.guesses.sorted(by: { $0.key < $1.key }) {
            for text in texts {
                let trial = witness(
                    text,
                    of: pair,
                    in: guess.circumstances,
                    cooling: guess.cooling,
                    tracked: round.tracked,
                    attempts: 1
                )
                guard case .found(let witness) = trial else { continue }
                finding.witnesses[pair] = witness
                finding.guessed.insert(pair)
                finding.open.remove(pair)
                round.guesses[pair] = nil
                break
            }
        }
    }

    /// What a message with some facts shows.
    private enum Examination {
        /// Nothing that is wanted, now or in another message with the same facts.
        case nothing
        case blocked([Int])
        /// The day's messages do not suffice for an answer, which the model does not follow.
        case quota
        /// The message does not show its pair, although no unknown rule takes it.
        case failed
    }

    private func examine(
        _ facts: JointAutomaton.Facts,
        of round: inout Round,
        at place: Int,
        in queue: [(state: JointAutomaton.State, parent: Int32, letter: Int16)],
        finding: inout Finding
    ) -> Examination {
        var result = Examination.nothing
        let (old, new) = (round.tracked.matches(facts, on: .old), round.tracked.matches(facts, on: .new))
        for circumstances in round.circumstances {
            let isResuming = circumstances.isHandedOff && facts.isResumeWord
            let before = model.steps(old, on: .old, in: circumstances, isResuming: isResuming)
            let after = model.steps(new, on: .new, in: circumstances, isResuming: isResuming)
            for cooling in coolings(of: before, and: after, for: round.target) {
                let first = model.outcome(
                    before,
                    on: .old,
                    in: circumstances,
                    isResuming: isResuming,
                    cooling: cooling
                )
                let second = model.outcome(
                    after,
                    on: .new,
                    in: circumstances,
                    isResuming: isResuming,
                    cooling: cooling
                )
                if first == second { continue }
                if first.answerer == .silent(.quota) || second.answerer == .silent(.quota) {
                    result = .quota
                    continue
                }
                let pair = AnswererPair(old: first.answerer, new: second.answerer)
                guard round.wanted.contains(pair) || round.target.isCooling && !cooling.isEmpty else { continue }
                let text = Self.text(at: place, in: queue, letters: round.automaton.alphabet.letters)
                switch witness(
                    text,
                    of: pair,
                    in: circumstances,
                    cooling: cooling,
                    tracked: round.tracked,
                    attempts: pair.attempts
                )
                {
                case .found(let witness):
                    finding.witnesses[pair] = witness
                    if round.target.isCooling { round.wanted = [] } else { round.wanted.remove(pair) }
                case .blocked(let rules): return .blocked(rules)
                case .failed where first.isSame(apartFromCapturesAs: second):
                    round.guesses[pair] = round.guesses[pair] ?? (circumstances, cooling)
                    finding.open.insert(pair)
                case .failed:
                    finding.open.insert(pair)
                    result = .failed
                }
                if finding.witnesses[pair] != nil { (round.guesses[pair], _) = (nil, finding.open.remove(pair)) }
                if round.wanted.isEmpty { return .nothing }
            }
        }
        return result
    }

    /// The rules that cool: none; where some pass the message on, all of these but the two of the pair; and where an
    /// event has no room for all messages, the rule that takes the room of the others.
    ///
    /// If a pair shows while other rules cool, it shows while these do, because every rule before it passes on.
    private func coolings(
        of old: [AnswerModel.Step],
        and new: [AnswerModel.Step],
        for target: Target
    ) -> [Set<Int>] {
        if pairing.mutation == .coolingNeverPasses { return [[]] }
        var passing = Set((old + new).filter(\.passesOn).map(\.pair))
        if target.isCooling, let rule = target.old { return [passing.union([rule])] }
        for number in [target.old, target.new].compactMap(\.self) { passing.remove(number) }
        var coolings: [Set<Int>] = passing.isEmpty ? [[]] : [[], passing]
        let isCrowded = [old, new]
            .contains { steps in
                steps.reduce(0) { $0 + $1.replies } > pairing.new.limits.messagesPerEvent
            }
        if isCrowded {
            let ends = Set([old.last?.pair, new.last?.pair].compactMap(\.self))
                .subtracting([target.old, target.new].compactMap(\.self))
            if !ends.isEmpty { coolings.append(passing.union(ends)) }
        }
        return coolings
    }

    private static func text(
        at place: Int,
        in queue: [(state: JointAutomaton.State, parent: Int32, letter: Int16)],
        letters: [MessageAlphabet.Letter]
    ) -> [Unicode.Scalar] {
        var text: [Unicode.Scalar] = []
        var place = place
        while queue[place].parent >= 0 {
            text.append(letters[Int(queue[place].letter)].scalar)
            place = Int(queue[place].parent)
        }
        return text.reversed()
    }

    private enum Trial {
        case found(Witness)
        case blocked([Int])
        case failed
    }

    /// Lets the engine decide a message.
    private func witness(
        _ scalars: [Unicode.Scalar],
        of pair: AnswererPair,
        in circumstances: Circumstances,
        cooling: Set<Int>,
        tracked: TrackedRules,
        attempts: Int
    ) -> Trial {
        let text = String(scalars[...])
        let normalized = TextNormalizer.normalize(text)
        guard normalized.raw == scalars, !normalized.isTruncated else { return .failed }
        let now = circumstances.date(in: pairing.new)
        let names = cooling.sorted().map { pairing.pairs[$0].id }
        var state = circumstances.state(cooling: names, at: now)
        // A reply that is picked at random or in turn may be one that both sides have.
        for attempt in 0..<attempts {
            let event = RuleEvent(.text(text), userID: circumstances.user, messageID: "m\(attempt + 1)")
            let witness = Witness(event, state: state, in: circumstances, cooling: names, pairing: pairing)
            guard witness.answerers == pair else {
                let blockers = tracked.unknown(among: witness.old.deciding.union(witness.new.deciding), in: pairing)
                return blockers.isEmpty ? .failed : .blocked(blockers)
            }
            if witness.isDifferent { return .found(witness) }
            for rule in [pair.old.rule, pair.new.rule].compactMap(\.self) { state.rotations[rule] = attempt + 1 }
        }
        return .failed
    }
}

extension AnswererPair {
    /// The number of messages among which one shows a difference: replies may be picked at random or in turn.
    fileprivate var attempts: Int { old == new ? 24 : 1 }
}

extension Decision {
    /// The rules that answered or took the message.
    fileprivate var deciding: Set<String> {
        Set(
            candidates.filter {
                switch $0.fate {
                case .won, .firedAlso, .consumed: true
                default: false
                }
            }
            .map(\.rule)
        )
    }
}

extension Array {
    /// The element at an index; nil behind the end.
    fileprivate func element(_ index: Int) -> Element? { index < count ? self[index] : nil }
}
