package import Foundation
package import RuleEngine

/// The limits of a proof; beyond them its verdict is "sampled".
package struct ProofBounds: Sendable {
    /// The greatest number of states of one search.
    package var states = 60_000
    /// The greatest number of steps of all searches together.
    package var steps = 12_000_000
    /// The greatest number of circumstances (moments, questions, hand-offs and so on) of one search.
    package var circumstances = 512
    /// The greatest number of pairs of answers that are searched for.
    package var pairs = 60_000
    /// The number of random messages that are tried where a bound is reached.
    package var samples = 20_000
    /// The seed of those messages.
    package var seed: UInt64 = 1

    package init() {}
}

/// One kind of change: the messages that one answerer answers before the change, and another one after it.
package struct ProvedKind: Sendable {
    /// The answerer before the change.
    package let old: Answerer
    /// The answerer after the change.
    package let new: Answerer
    /// A message that shows the change; nil where the answers may differ in their captures, their suggestions or a time,
    /// and no message was found for which they do.
    package let witness: Witness?
    /// Whether no shorter message shows the change.
    package let isShortest: Bool
}

/// An event that two rule sets answer differently, in a state of its follower.
package struct Witness: Sendable {
    /// The event.
    package let event: RuleEvent
    /// The follower's state on both sides.
    package let state: ContactState
    /// The moment.
    package let at: Date
    /// The rules that cool at that moment.
    package let cooling: [String]
    /// The moment on the account's clock, where a schedule or a date matters.
    package let time: LocalTime?
    /// Whether the follower is a tester.
    package let isTester: Bool
    /// The decision before the change.
    package let old: Decision
    /// The decision after the change.
    package let new: Decision

    /// The message; nil for an event without text.
    package var text: String? { if case .text(let text) = event.content { text } else { nil } }

    /// Decides on both sides.
    init(
        _ event: RuleEvent,
        state: ContactState,
        in circumstances: Circumstances,
        cooling: [String],
        pairing: RulePairing
    ) {
        let at = circumstances.date(in: pairing.new)
        self.event = event
        self.state = state
        self.at = at
        time = circumstances.isTimed ? circumstances.time : nil
        isTester = circumstances.user != Circumstances.ordinaryUser
        self.cooling = cooling
        old = pairing.old.decide(event, state: state, at: at)
        new = pairing.new.decide(event, state: state, at: at)
    }

    /// The answerers of both sides.
    var answerers: AnswererPair { AnswererPair(old: Answerer(old), new: Answerer(new)) }

    /// Whether the answers differ in anything that a follower, an operator or a later event notices.
    var isDifferent: Bool {
        answerers.old != answerers.new || old.messages != new.messages || old.lifetime != new.lifetime
            || old.handoffNotice != new.handoffNotice || old.replyClass != new.replyClass || old.state != new.state
    }
}

/// The answerers before and after a change.
struct AnswererPair: Hashable, Comparable {
    let old: Answerer
    let new: Answerer

    static func < (left: AnswererPair, right: AnswererPair) -> Bool {
        left.old == right.old ? left.new < right.new : left.old < right.old
    }
}

/// The result of ``BehaviourProof``.
package struct ProofResult: Sendable {
    /// How much a result says about messages that are in none of its kinds.
    package enum Verdict: Sendable, Hashable {
        /// None of them changes its answer.
        case proved
        /// Some searches reached a bound; random messages found no other change.
        case sampled(messages: Int, cutSearches: Int)
    }

    /// The kinds of change, sorted by answerers.
    package let kinds: [ProvedKind]
    /// The settings outside of the rules that differ.
    package let settings: [ChangedSetting]
    package let verdict: Verdict
    /// The number of pairs of answers that were searched for.
    package let pairCount: Int
    /// The number of states that the searches visited.
    package let stateCount: Int
}
