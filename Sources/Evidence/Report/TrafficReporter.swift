package import Foundation
package import RuleEngine

/// Makes a report of traffic, entry by entry.
///
/// Without recorded decisions every figure is that of the rules as they are, with simulated state. With them, answers,
/// silence, follow-ups and shadow hits are the recorded ones; words and hand-offs are simulated in both cases, because a
/// recorded decision does not name them. Decisions of earlier versions do not name the rule that was cooling either.
package struct TrafficReporter {
    private let rules: RuleSet
    private let index: RuleIndex
    private let span: (start: Date, end: Date)
    /// Whether an entry at the end of the span is behind it.
    private let excludesEnd: Bool
    /// The last entry.
    private var last: Date
    private var simulation: TrafficSimulation
    private var tracker = FollowUpTracker<Answered>()
    private var periods: [PeriodTally]
    private var handoffs: [FollowerKey: OpenHandoff] = [:]
    private var words: [String: Set<String>] = [:]
    /// Live rules that answered any event, of both times.
    private var speakers: Set<String> = []
    private var hasRecorded = false

    /// The time of an answer, and its rule; nil for a message that no rule answered.
    private struct Answered: Sendable {
        let period: Int?
        let rule: String?
    }

    private struct OpenHandoff {
        let began: Date
        var until: Date
        let period: Int?
    }

    /// Reports on the time from `start` to `end`, and on as long a time before.
    ///
    /// With `excludingEnd` an entry at `end` does not count. Entries behind it only tell what followers did next.
    package init(rules: RuleSet, from start: Date, to end: Date, excludingEnd: Bool = false) {
        self.rules = rules
        excludesEnd = excludingEnd
        last = end
        index = RuleIndex(of: rules)
        span = (start, end)
        simulation = TrafficSimulation(rules: rules)
        let before = start.addingTimeInterval(-end.timeIntervalSince(start))
        periods = [PeriodTally(from: start, to: end), PeriodTally(from: before, to: start)]
    }

    private func period(of moment: Date) -> Int? {
        if moment >= periods[0].period.from { return isBehind(moment) ? nil : 0 }
        return moment >= periods[1].period.from ? 1 : nil
    }

    private func isBehind(_ moment: Date) -> Bool { excludesEnd ? moment >= span.end : moment > span.end }

    /// Takes the next entry, with the recorded treatment and shadow hits where they are known.
    ///
    /// `recordedTaker` is the rule that took a message on which it was kept from speaking, or `fallback`.
    package mutating func add(
        _ entry: TrafficEntry,
        recorded: ConversationTurn.Treatment? = nil,
        recordedTaker: String? = nil,
        recordedShadow: [String] = []
    ) {
        let outcome = simulation.apply(entry)
        last = max(last, entry.at)
        let place = period(of: entry.at)
        switch entry.action {
        case .handoff(let follower, let until):
            if until != nil { for closed in tracker.noteOperator(of: follower, at: entry.at) { note(closed) } }
            if !isBehind(entry.at) { noteOperator(follower, until: until, at: entry.at, place) }
        case .reload: break
        case .event(let event):
            guard case .decided(let decision, let before)? = outcome else { return }
            if !isBehind(entry.at) { noteHandoff(decision, before: before, of: event.follower, at: entry.at, place) }
            noteWords(decision, place)
            if place != nil { noteSpeaker(decision, recorded) }
            let own = ConversationTurn(decision, on: event.event, of: event.follower, at: entry.at, rules: index)
            var turn: ConversationTurn? = own
            if let recorded {
                hasRecorded = true
                let kind = event.event.kind
                var treatment = recorded
                if case .silent(let reason) = recorded, !reason.isAboutFollower {
                    if let recordedTaker {
                        treatment = recordedTaker == Fallback.id ? .notUnderstood : .rule(recordedTaker)
                    } else if case .silent = own.treatment {
                        // Neither the record nor the simulation names what was kept from speaking.
                    } else {
                        treatment = own.treatment
                    }
                }
                turn = ConversationTurn(treatment, of: kind, by: event.follower, at: entry.at, rules: index)
            }
            guard let turn, turn.isMessage else { return }
            let shadow = recorded == nil ? decision.shadow : recordedShadow
            let isAnswer = recorded.map(\.isAnswer) ?? decision.outcome.isAnswer
            var rule: String?
            if case .rule(let id) = turn.treatment, isAnswer { rule = id }
            for closed in tracker.note(turn, tag: Answered(period: place, rule: rule)) { note(closed) }
            guard let place else { return }
            var silence: SilenceReason?
            if case .silent(let reason)? = recorded { silence = reason }
            if recorded == nil, case .silent(let reason) = decision.outcome { silence = reason }
            periods[place]
                .note(
                    turn,
                    isAnswer: isAnswer,
                    silence: silence,
                    shadow: shadow,
                    text: decision.text?.trimmedText,
                    event: event.event
                )
        }
    }

    private mutating func note(_ closed: FollowUpTracker<Answered>.Closed) {
        guard let period = closed.tag.period, let rule = closed.tag.rule else { return }
        periods[period].note(closed.followUp, after: rule)
    }

    private mutating func noteSpeaker(_ decision: Decision, _ recorded: ConversationTurn.Treatment?) {
        if case .rule(let rule)? = recorded { speakers.insert(rule) }
        if recorded == nil, case .replied(let rule) = decision.outcome { speakers.insert(rule) }
    }

    private mutating func noteWords(_ decision: Decision, _ place: Int?) {
        guard place != nil else { return }
        for candidate in decision.candidates { words[candidate.rule, default: []].formUnion(candidate.matched) }
    }

    /// The report; call it once, after the last entry.
    package mutating func finish() -> TrafficReport {
        for closed in tracker.finish(at: last) { note(closed) }
        for follower in handoffs.keys.sorted() { close(follower, at: span.end) }
        let (present, before) = (periods[0].finished(), periods[1].finished())
        let hit = Set((present.rules + before.rules).filter { $0.hits > 0 }.map(\.rule))
        return TrafficReport(
            basis: hasRecorded ? .recorded : .simulated,
            present: present,
            before: before,
            deadRules: rules.rules.filter { $0.stage == .live && !speakers.contains($0.id) },
            unusedWords: rules.rules.filter { $0.stage != .off && hit.contains($0.id) }
                .compactMap { rule in
                    let seen = words[rule.id] ?? []
                    let unused = rule.clauses.flatMap(\.listed).map(\.text).filter { !seen.contains($0) }
                    return unused.isEmpty ? nil : (rule.id, unused)
                }
        )
    }
}

// Hand-offs.
extension TrafficReporter {
    private mutating func noteOperator(_ follower: FollowerKey, until: Date?, at moment: Date, _ place: Int?) {
        close(follower, at: moment)
        guard let until else { return }
        handoffs[follower] = OpenHandoff(began: moment, until: until, period: place)
        if let place { periods[place].period.handoffs.byOperators += 1 }
    }

    private mutating func noteHandoff(
        _ decision: Decision,
        before: ContactState,
        of follower: FollowerKey,
        at moment: Date,
        _ place: Int?
    ) {
        let until = decision.state.handoffUntil
        if let open = handoffs[follower], open.until <= moment || until == nil { close(follower, at: moment) }
        guard let until else { return }
        if handoffs[follower] == nil {
            handoffs[follower] = OpenHandoff(began: moment, until: until, period: place)
            if let place { periods[place].period.handoffs.byRules += 1 }
        } else {
            handoffs[follower]?.until = until
        }
    }

    /// Ends a hand-off at a moment, or when its time is over.
    private mutating func close(_ follower: FollowerKey, at moment: Date) {
        guard let open = handoffs[follower] else { return }
        let isOver = open.until <= moment
        guard isOver || moment < span.end else { return }
        handoffs[follower] = nil
        guard let period = open.period else { return }
        let end = min(open.until, moment)
        periods[period].period.handoffs.seconds.append(Int(max(0, end.timeIntervalSince(open.began))))
    }
}

extension ConversationTurn.Treatment {
    /// Whether a recorded treatment is an answer of a rule.
    fileprivate var isAnswer: Bool { if case .rule = self { true } else { false } }
}

extension DecisionOutcome {
    /// Whether a rule answered.
    fileprivate var isAnswer: Bool { if case .replied(let rule) = self { rule != Fallback.id } else { false } }
}

/// The figures of one time while they are counted.
private struct PeriodTally {
    var period: TrafficReport.Period
    private var rules: [String: TrafficReport.RuleFigures] = [:]
    private var followersOfRule: [String: Set<FollowerKey>] = [:]
    private var followers: Set<FollowerKey> = []
    private var texts: [String: (messages: Int, followers: Set<FollowerKey>)] = [:]

    /// The most different texts to count.
    private static let textLimit = 200_000

    init(from: Date, to: Date) { period = TrafficReport.Period(from: from, to: to) }

    mutating func note(
        _ turn: ConversationTurn,
        isAnswer: Bool,
        silence: SilenceReason?,
        shadow: [String],
        text: String?,
        event: RuleEvent
    ) {
        period.messages += 1
        followers.insert(turn.follower)
        for rule in shadow { change(rule) { $0.wouldAnswer += 1 } }
        switch turn.treatment {
        case .rule(let rule) where isAnswer:
            period.answered += 1
            change(rule) {
                $0.hits += 1
                $0.last = max($0.last ?? turn.at, turn.at)
            }
            followersOfRule[rule, default: []].insert(turn.follower)
        case .rule(let rule):
            if let silence { period.silent[silence, default: 0] += 1 }
            if silence == .cooldown { change(rule) { $0.cooled += 1 } }
        case .notUnderstood:
            period.notUnderstood += 1
            if case .text = event.content, let text { noteUnknown(text, by: turn.follower) }
        case .silent(let reason): period.silent[reason, default: 0] += 1
        }
    }

    mutating func note(_ followUp: FollowUp?, after rule: String) {
        period.followUps.note(followUp)
        change(rule) { $0.followUps.note(followUp) }
    }

    private mutating func change(_ rule: String, _ body: (inout TrafficReport.RuleFigures) -> Void) {
        body(&rules[rule, default: TrafficReport.RuleFigures(rule: rule)])
    }

    private mutating func noteUnknown(_ text: String, by follower: FollowerKey) {
        guard texts.count < Self.textLimit || texts[text] != nil else { return }
        texts[text, default: (0, [])].messages += 1
        texts[text, default: (0, [])].followers.insert(follower)
    }

    /// The figures, sorted.
    func finished() -> TrafficReport.Period {
        var result = period
        result.followers = followers.count
        result.handoffs.seconds.sort()
        result.rules = rules.values
            .map { figures in
                var figures = figures
                figures.followers = followersOfRule[figures.rule]?.count ?? 0
                return figures
            }
            .sorted { ($1.followers, $1.hits, $0.rule) < ($0.followers, $0.hits, $1.rule) }
        result.unknownTexts =
            texts.map { text, count in
                TrafficReport.TextFigures(text: text, messages: count.messages, followers: count.followers.count)
            }
            .sorted { ($1.followers, $1.messages, $0.text) < ($0.followers, $0.messages, $1.text) }
            .prefix(TrafficReport.textLimit)
            .map(\.self)
        return result
    }
}
