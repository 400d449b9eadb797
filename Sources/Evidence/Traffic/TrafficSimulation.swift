package import Foundation
package import RuleEngine

/// Decides recorded traffic as `serve` would, with the followers' states in memory.
///
/// Every message counts as sent on the day of its event. Each follower's entries must come in order; followers do not
/// influence each other, so that parts of the followers can be simulated side by side.
package struct TrafficSimulation {
    /// The outcome of one event.
    package enum Outcome: Sendable {
        /// The rules decided; `before` is the follower's state until then.
        case decided(Decision, before: ContactState)
        /// The event was not given to the rules: it came before, or was too old.
        case undecided(SilenceReason)
    }

    private let rules: RuleSet
    private var scratch: DecisionScratch
    private var states: [FollowerKey: ContactState] = [:]
    private var seen: Set<EventKey> = []

    /// Starts without any follower's state.
    package init(rules: RuleSet) {
        self.rules = rules
        scratch = rules.makeScratch()
    }

    /// Applies an entry; nil where it is no event.
    package mutating func apply(_ entry: TrafficEntry) -> Outcome? {
        if case .event(let event) = entry.action, !seen.insert(event.key).inserted { return .undecided(.duplicate) }
        return applyFirst(entry.action, at: entry.at)
    }

    /// Applies what happened at a moment, which the caller knows to be no redelivery; nil where it is no event.
    package mutating func applyFirst(_ action: TrafficEntry.Action, at moment: Date) -> Outcome? {
        switch action {
        case .event(let event):
            return decide(event, at: moment)
        case .handoff(let follower, let until):
            states[follower, default: ContactState()].handoffUntil = until
            return nil
        case .reload:
            return nil
        }
    }

    private mutating func decide(_ event: TrafficEvent, at moment: Date) -> Outcome {
        guard !event.isStale else { return .undecided(.stale) }
        let before = states[event.follower] ?? ContactState()
        let decision = rules.decide(event.event, state: before, at: moment, using: &scratch)
        states[event.follower] = decision.state
        return .decided(decision, before: before)
    }
}
