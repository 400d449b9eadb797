import Foundation
package import RuleEngine

/// Finds the questions in traffic that the rules do not answer well.
///
/// Mined are texts that no rule takes, and *asked again* texts: a rule took one, and its ``FollowUp`` within
/// ``MiningOptions/askAgainWindow`` was another one than content. Both are decided by the rules as they are, with
/// simulated state.
package struct TrafficMiner {
    private let rules: RuleSet
    private let index: RuleIndex
    private let places: [String: Int32]
    private let options: MiningOptions
    private var simulation: TrafficSimulation
    private var tracker = FollowUpTracker<Int>(window: MiningOptions.askAgainWindow)
    private var pool = MiningPool()
    private var trial: TrafficTrial
    private var texts = 0
    private var span: ClosedRange<Date>?

    package init(rules: RuleSet, options: MiningOptions = MiningOptions()) {
        self.rules = rules
        self.options = options
        index = RuleIndex(of: rules)
        places = Dictionary(rules.rules.map { ($0.id, Int32($0.order)) }) { first, _ in first }
        simulation = TrafficSimulation(rules: rules)
        trial = TrafficTrial(rules: rules)
    }

    /// Takes the next entry; `recorded` is the treatment by the rules of its time, where it is known.
    package mutating func add(_ entry: TrafficEntry, recorded: ConversationTurn.Treatment? = nil) {
        // What comes later shows neither a question nor that the one before was asked again.
        if let end = options.until, entry.at >= end.addingTimeInterval(MiningOptions.askAgainWindow) { return }
        let outcome = simulation.apply(entry)
        guard case .event(let event) = entry.action else {
            if case .handoff(let follower, let until) = entry.action {
                let number = pool.number(of: follower)
                trial.addHandoff(of: follower, until: until, number: entry.number, at: entry.at, as: number)
                if until != nil { mark(tracker.noteOperator(of: follower, at: entry.at)) }
            }
            return
        }
        // What no rule saw is not run again either.
        guard case .decided(let decision, _)? = outcome else { return }
        let follower = pool.number(of: event.follower)
        let turn = ConversationTurn(decision, on: event.event, of: event.follower, at: entry.at, rules: index)
        let treatment = turn.isMessage ? treatment(of: turn) : .other
        trial.add(event, number: entry.number, at: entry.at, of: follower, treatment: treatment)
        var place: Int?
        if case .text(let written) = event.event.content, let text = decision.text {
            let isInTime = options.isInTime(entry.at)
            if isInTime { note(entry.at) }
            place = pool.add(text, written: written, of: follower) { number in
                MiningPool.Message(
                    entry: Int32(truncatingIfNeeded: trial.count - 1),
                    text: number,
                    follower: follower,
                    at: entry.at,
                    treatment: treatment,
                    isInTime: isInTime,
                    shadow: decision.shadow.first.flatMap { places[$0] } ?? -1,
                    wasNotUnderstood: recorded == .notUnderstood
                )
            }
        }
        // Messages without a text still end the waiting of those before them.
        mark(tracker.note(turn, tag: place))
    }

    /// Marks the texts that a rule answered, but not so that their followers were content.
    private mutating func mark(_ closed: [FollowUpTracker<Int>.Closed]) {
        for closed in closed {
            guard let followUp = closed.followUp, followUp != .content, case .rule = closed.turn.treatment else {
                continue
            }
            pool.markAskedAgain(closed.tag)
        }
    }

    private mutating func note(_ moment: Date) {
        texts += 1
        span = min(span?.lowerBound ?? moment, moment)...max(span?.upperBound ?? moment, moment)
    }

    private func treatment(of turn: ConversationTurn) -> MiningPool.Treatment {
        switch turn.treatment {
        case .rule(let id): places[id].map { .rule($0) } ?? .other
        case .notUnderstood: .notUnderstood
        case .silent: .other
        }
    }

    /// Groups the texts, tries words for them, and ranks the groups.
    package func finish(ignoring ignored: IgnoredQuestions = IgnoredQuestions()) -> MiningReport {
        var analysis = MiningAnalysis(
            pool: pool,
            trial: trial,
            rules: rules,
            options: options,
            ignored: ignored,
            texts: texts,
            span: span
        )
        return analysis.report()
    }
}
