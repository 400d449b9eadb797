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
    private var numbers: [FollowerKey.Digits: Int] = [:]
    /// The numbers of followers whose ids are no digits.
    private var otherNumbers: [FollowerKey: Int] = [:]
    /// By the follower's number.
    private var states: [ContactState] = []
    private var seen = EventKeySet()
    /// The announcements of followers with a state.
    private var returning = 0

    /// Starts without any follower's state.
    package init(rules: RuleSet) {
        self.rules = rules
        scratch = rules.makeScratch()
    }

    /// Applies an entry; nil where it is no event.
    package mutating func apply(_ entry: TrafficEntry) -> Outcome? {
        if case .event(let event) = entry.action, !seen.insert(event.key) { return .undecided(.duplicate) }
        return applyFirst(entry.action, at: entry.at)
    }

    /// Applies what happened at a moment, which the caller knows to be no redelivery; nil where it is no event.
    package mutating func applyFirst(_ action: TrafficEntry.Action, at moment: Date) -> Outcome? {
        switch action {
        case .event(let event):
            let follower = number(of: event.follower)
            let before = states[follower]
            guard !event.isStale else { return .undecided(.stale) }
            return .decided(decide(event, of: follower, at: moment), before: before)
        case .handoff(let follower, let until):
            states[number(of: follower)].handoffUntil = until
            return nil
        case .reload:
            return nil
        }
    }

    /// The number by which `decide` knows a follower: 0 for the first one, then 1.
    package mutating func number(of follower: FollowerKey) -> Int {
        if let digits = FollowerKey.Digits(follower) { return number(of: digits) }
        if let number = otherNumbers[follower] { return number }
        otherNumbers[follower] = states.count
        states.append(ContactState())
        return states.count - 1
    }

    private mutating func number(of follower: FollowerKey.Digits) -> Int {
        if let number = numbers[follower] { return number }
        numbers[follower] = states.count
        states.append(ContactState())
        return states.count - 1
    }

    /// The number of a follower who is decided soon.
    ///
    /// The states lie apart in memory: when several followers are announced, theirs are on their way at once.
    package mutating func announce(_ follower: FollowerKey.Digits) -> Int {
        let number = number(of: follower)
        if states[number].isKnown { returning &+= 1 }
        return number
    }

    /// Decides an event that the caller knows to be neither a redelivery nor stale.
    package mutating func decide(_ event: TrafficEvent, of follower: Int, at moment: Date) -> Decision {
        // Handed over, so that the decision changes its arrays in place.
        var state = ContactState()
        swap(&state, &states[follower])
        let decision = rules.decide(event.event, state: consume state, at: moment, using: &scratch)
        states[follower] = decision.state
        return decision
    }
}
