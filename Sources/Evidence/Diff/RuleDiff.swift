package import Foundation
internal import RuleEngine

/// Compares two rule sets on the same traffic in one pass, with the state of each side simulated from its beginning.
///
/// Memory grows with the followers and the kinds of changes, not with the events.
package struct RuleDiff {
    /// What is compared.
    package struct Options: Sendable {
        /// Events before are simulated, and not counted.
        package var since: Date?
        /// Events from then on are not counted.
        package var until: Date?
        package var earlier = EarlierAssumptions()

        package init() {}
    }

    /// One rule set with its simulation.
    private struct Side {
        let lookup: AnswerLookup
        var simulation: TrafficSimulation
        var earlier: EarlierState
        var clock: DayClock
        var messages = DailyMessages()
        /// What is in doubt about each follower, by number.
        var doubts: [FollowerDoubt] = []
        /// The present day of each follower.
        var days: [FollowerDay] = []
        var answers: [String: Int] = [:]

        init(_ rules: RuleSet, lookup: AnswerLookup, began: Date, assuming assumptions: EarlierAssumptions) {
            self.lookup = lookup
            simulation = TrafficSimulation(rules: rules)
            earlier = EarlierState(rules, lookup: lookup, began: began, assuming: assumptions)
            clock = DayClock(rules.account.timeZone)
        }

        mutating func judge(
            _ decision: Decision,
            on event: RuleEvent,
            before: ContactState,
            at now: Date,
            number: Int
        ) -> EarlierState.Judgement {
            let day = clock.day(of: now)
            return earlier.judge(decision, on: event, before: before, at: now, day: day, &doubts[number])
        }

        mutating func count(_ decision: Decision, at now: Date, number: Int) {
            days[number].add(decision.messages.count, on: clock.day(of: now), to: &messages)
            if let rule = AnswerName(decision.outcome).rule { answers[rule, default: 0] += 1 }
        }

        mutating func note(handoffUntil until: Date?, at now: Date, number: Int) {
            earlier.note(handoffUntil: until, at: now, &doubts[number])
        }

        mutating func finish() {
            for number in days.indices { days[number].end(in: &messages) }
        }
    }

    private struct Follower {
        let key: FollowerKey
        var counts = DiffCounts()
        /// The kinds of changes that this follower had.
        var pairs: Set<AnswerPair> = []
    }

    private let options: Options
    private let sides: (old: DiffSide, new: DiffSide)
    private let comparison: AnswerComparison
    private let oldRules: RuleIndex
    /// Waits for what followers do after a difference, under the old answers.
    private var tracker = FollowUpTracker<AnswerPair>()
    /// Whether the sides cannot differ.
    private let isSame: Bool
    /// Both sides, from the first entry on.
    private var old: Side?
    private var new: Side?
    private var numbers: [FollowerKey: Int] = [:]
    private var followers: [Follower] = []
    private var counts = DiffCounts()
    private var undecided = 0
    private var pairs: [AnswerPair: PairResult] = [:]
    private var samples: [AnswerPair: SampleTable] = [:]
    private var doubts: [Doubt: Int] = [:]
    private var days: [CivilDay: DiffCounts] = [:]
    private var span: ClosedRange<Date>?
    private var last = Date.distantPast
    private var hasOperatorHandoffs = false

    package init(old: DiffSide, new: DiffSide, options: Options = Options()) {
        self.options = options
        sides = (old, new)
        isSame = old.hasSameFiles(as: new)
        oldRules = RuleIndex(of: old.rules)
        comparison = AnswerComparison(old: AnswerLookup(old.rules), new: AnswerLookup(new.rules))
    }

    /// The comparison of one event.
    package enum Verdict: Sendable, Hashable {
        case same
        case different(AnswerPair)
        case unknown(Doubt)
    }

    /// Compares the answers to the next entry; nil where it is no event, was not decided or does not count.
    ///
    /// `difference` is how the answers of the simulations differ, known or not.
    @discardableResult
    package mutating func take(_ entry: TrafficEntry) -> (verdict: Verdict, difference: AnswerPair?)? {
        if old == nil {
            let (was, now) = (sides.old.rules, sides.new.rules)
            old = Side(was, lookup: comparison.old, began: entry.at, assuming: options.earlier)
            new = Side(now, lookup: comparison.new, began: entry.at, assuming: options.earlier)
        }
        last = max(last, entry.at)
        let (before, after) = (old?.simulation.apply(entry), new?.simulation.apply(entry))
        switch entry.action {
        case .handoff(let follower, let until):
            note(handoffOf: follower, until: until, at: entry.at)
            return nil
        case .event(let event):
            guard case .decided(let was, let oldState) = before ?? nil,
                case .decided(let now, let newState) = after ?? nil
            else {
                if isCounted(entry.at) { undecided += 1 }
                return nil
            }
            let number = number(of: event.follower)
            var doubt: Doubt?
            if !isSame {
                let one = old?.judge(was, on: event.event, before: oldState, at: entry.at, number: number)
                let other = new?.judge(now, on: event.event, before: newState, at: entry.at, number: number)
                doubt = self.doubt(one, other, difference: difference(was, now), (was, now))
            }
            let difference = difference(was, now)
            let isKnown = isCounted(entry.at) && doubt == nil
            let turn = ConversationTurn(was, on: event.event, of: event.follower, at: entry.at, rules: oldRules)
            note(tracker.note(turn, tag: isKnown ? difference : nil))
            guard isCounted(entry.at) else { return nil }
            old?.count(was, at: entry.at, number: number)
            new?.count(now, at: entry.at, number: number)
            count(difference, doubt, entry, event, number: number, (was, now))
            let known = difference.map(Verdict.different) ?? .same
            return (doubt.map(Verdict.unknown) ?? known, difference)
        default:
            return nil
        }
    }

    private func isCounted(_ date: Date) -> Bool {
        options.since.map { date >= $0 } ?? true && options.until.map { date < $0 } ?? true
    }

    private mutating func number(of key: FollowerKey) -> Int {
        if let number = numbers[key] { return number }
        numbers[key] = followers.count
        followers.append(Follower(key: key))
        for side in [\RuleDiff.old, \RuleDiff.new] {
            guard let doubt = self[keyPath: side]?.earlier.newFollower() else { continue }
            self[keyPath: side]?.doubts.append(doubt)
            self[keyPath: side]?.days.append(FollowerDay())
        }
        return followers.count - 1
    }

    private func difference(_ was: Decision, _ now: Decision) -> AnswerPair? {
        comparison.kind(was, now).map { AnswerPair($0, old: AnswerName(was.outcome), new: AnswerName(now.outcome)) }
    }

    /// Why the difference is not known.
    private func doubt(
        _ one: EarlierState.Judgement?,
        _ other: EarlierState.Judgement?,
        difference: AnswerPair?,
        _ decisions: (was: Decision, now: Decision)
    ) -> Doubt? {
        let doubts = [one?.doubt, other?.doubt].compactMap(\.self)
        guard let doubt = doubts.first(where: { $0 != .firstContact }) ?? doubts.first else { return nil }
        guard doubt == .firstContact else { return doubt }
        let known = self.difference(one?.ifKnown ?? decisions.was, other?.ifKnown ?? decisions.now)
        return known == difference ? nil : doubt
    }
}

// Counting.
extension RuleDiff {
    private mutating func count(
        _ difference: AnswerPair?,
        _ doubt: Doubt?,
        _ entry: TrafficEntry,
        _ event: TrafficEvent,
        number: Int,
        _ decisions: (was: Decision, now: Decision)
    ) {
        let isKnown = doubt == nil
        counts.add(difference?.kind, isKnown: isKnown)
        followers[number].counts.add(difference?.kind, isKnown: isKnown)
        if let day = new?.clock.day(of: entry.at) {
            days[day, default: DiffCounts()].add(difference?.kind, isKnown: isKnown)
        }
        span = span.map { min($0.lowerBound, entry.at)...max($0.upperBound, entry.at) } ?? entry.at...entry.at
        if let doubt { doubts[doubt, default: 0] += 1 }
        guard isKnown, let difference else { return }
        pairs[difference, default: PairResult(difference)].events += 1
        if followers[number].pairs.insert(difference).inserted { pairs[difference]?.followers += 1 }
        let sample = DiffSample(
            number: entry.number,
            at: entry.at,
            content: event.event.content,
            user: event.follower.user,
            old: decisions.was.messages,
            new: decisions.now.messages
        )
        samples[difference, default: SampleTable()].add(sample, text: sample.text, follower: number)
    }

    private mutating func note(handoffOf follower: FollowerKey, until: Date?, at now: Date) {
        hasOperatorHandoffs = true
        let number = number(of: follower)
        old?.note(handoffUntil: until, at: now, number: number)
        new?.note(handoffUntil: until, at: now, number: number)
        if until != nil { note(tracker.noteOperator(of: follower, at: now)) }
    }

    private mutating func note(_ closed: [FollowUpTracker<AnswerPair>.Closed]) {
        for closed in closed { pairs[closed.tag]?.followUps.note(closed.followUp) }
    }

    /// The result; what followers did after their last difference is known from here on.
    package mutating func finish() -> DiffResult {
        note(tracker.finish(at: last))
        old?.finish()
        new?.finish()
        var result = DiffResult()
        result.counts = counts
        result.undecided = undecided
        result.followers = followers.count { $0.counts.total > 0 }
        result.pairs = pairs.values
            .map { pair in
                var pair = pair
                pair.samples = samples[pair.pair]?.samples ?? []
                return pair
            }
            .sorted { ($0.pair.kind, -$0.events, $0.pair) < ($1.pair.kind, -$1.events, $1.pair) }
        result.doubts = doubts
        result.days = days.sorted { $0.key < $1.key }.map { (day: $0.key, counts: $0.value) }
        result.users = followers.filter { $0.counts.different > 0 }
            .sorted { (-$0.counts.different, $0.key) < (-$1.counts.different, $1.key) }
            .map { (follower: $0.key, counts: $0.counts) }
        result.oldMessages = old?.messages ?? DailyMessages()
        result.newMessages = new?.messages ?? DailyMessages()
        let rules = Set(old.map { Array($0.answers.keys) } ?? []).union(new.map { Array($0.answers.keys) } ?? [])
        for rule in rules { result.answers[rule] = (old?.answers[rule] ?? 0, new?.answers[rule] ?? 0) }
        result.span = span
        result.hasOperatorHandoffs = hasOperatorHandoffs
        return result
    }
}
