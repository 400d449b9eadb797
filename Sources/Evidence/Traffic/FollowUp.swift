package import Foundation
package import RuleEngine

/// A follower's conduct in the ten minutes after a message and its answer.
package enum FollowUp: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing more, or the answer to the question that the bot had asked, or talk with a person already at work.
    case content
    /// Another message, which a rule answers.
    case askedAgain = "asked_again"
    /// A message for a rule that hands off, or one that a person answers.
    case askedForPerson = "asked_for_person"
    /// Another message, which no rule takes.
    case metFallback = "met_fallback"

    /// The seconds in which the next message belongs to the answer before it.
    package static let window: TimeInterval = 600
}

/// One message of a follower and its treatment, as far as it tells whether the answer before it was good.
///
/// Texts, pictures and clicks in the menu are messages. Redeliveries, stale events, and events such as `follow` are not.
package struct ConversationTurn: Sendable, Hashable {
    /// The treatment of a message.
    package enum Treatment: Sendable, Hashable {
        /// A rule took it, whether or not it spoke.
        case rule(String)
        /// No rule took it: it got the fallback, or nothing.
        case notUnderstood
        /// The bot was silent for a reason that is not the message's content.
        case silent(SilenceReason)

        init(_ decision: Decision) {
            switch decision.outcome {
            case .silent(let reason) where reason.isAboutFollower: self = .silent(reason)
            case .silent, .replied: self = decision.winner.map { .rule($0.rule) } ?? .notUnderstood
            }
        }
    }

    package let follower: FollowerKey
    package let at: Date
    package let treatment: Treatment
    /// Whether the rule hands off in one of its cases.
    package let asksForPerson: Bool
    /// Whether the rule awaits the answer to a question of the bot.
    package let answersQuestion: Bool

    /// A decision on an event; nil where the event is no message.
    package init?(_ decision: Decision, on event: RuleEvent, of follower: FollowerKey, at time: Date, rules: RuleIndex)
    {
        // In one expression with the treatment, the optimiser of Swift 6.3 stops with an ownership error.
        let kind = event.kind
        self.init(Treatment(decision), of: kind, by: follower, at: time, rules: rules)
    }

    /// A treatment on record; nil where the event is no message.
    package init?(
        _ treatment: Treatment,
        of kind: RuleEvent.Kind,
        by follower: FollowerKey,
        at time: Date,
        rules: RuleIndex
    ) {
        switch kind {
        case .text, .image, .click: break
        case .follow, .unfollow, .enter, .unknown: return nil
        }
        if case .silent(.duplicate) = treatment { return nil }
        if case .silent(.stale) = treatment { return nil }
        self.follower = follower
        self.at = time
        self.treatment = treatment
        let rule: Rule? = if case .rule(let id) = treatment { rules[id] } else { nil }
        asksForPerson = rule?.cases.contains { $0.handoff != nil } ?? false
        answersQuestion = rule?.condition.asked != nil
    }

    /// Whether a person answers, from this message on or already.
    fileprivate var isWithPerson: Bool { treatment == .silent(.handoff) || asksForPerson }
}

extension SilenceReason {
    /// Whether the reason is the follower's or the delivery's, so that it says nothing about the message.
    package var isAboutFollower: Bool {
        switch self {
        case .handoff, .loop, .resumed, .duplicate, .stale: true
        case .cooldown, .quota, .repeated, .flood, .unmatched: false
        }
    }
}

/// The rules of a set by their ids.
package struct RuleIndex: Sendable {
    private let rules: [String: Rule]

    package init(of set: RuleSet) {
        rules = Dictionary(set.rules.map { ($0.id, $0) }) { first, _ in first }
    }

    package subscript(id: String) -> Rule? { rules[id] }
}

/// Finds the follow-up of each turn; it holds one turn of each follower.
///
/// The turn right after decides, if it comes in time. Each follower's turns must come in order.
package struct FollowUpTracker<Tag: Sendable>: Sendable {
    /// A turn with its follow-up; nil where the traffic ended within the window.
    package struct Closed: Sendable {
        package let tag: Tag
        package let turn: ConversationTurn
        package let followUp: FollowUp?
    }

    private struct Waiting: Sendable {
        let number: Int
        let tag: Tag
        let turn: ConversationTurn
    }

    private let window: TimeInterval
    private var waiting: [FollowerKey: Waiting] = [:]
    private var count = 0

    /// Takes a turn for the follow-up of the one before it if it comes within `window` seconds.
    package init(window: TimeInterval = FollowUp.window) {
        self.window = window
    }

    /// Notes a turn, and returns the follower's previous one with its follow-up.
    package mutating func note(_ turn: ConversationTurn, tag: Tag) -> Closed? {
        count += 1
        let last = waiting.updateValue(Waiting(number: count, tag: tag, turn: turn), forKey: turn.follower)
        return last.map { Closed(tag: $0.tag, turn: $0.turn, followUp: followUp(of: $0.turn, by: turn)) }
    }

    /// Closes the turns that are left, in their order; `end` is the end of the traffic.
    package mutating func finish(at end: Date) -> [Closed] {
        let left = waiting.values.sorted { $0.number < $1.number }
        waiting = [:]
        return left.map { last in
            let isOver = end.timeIntervalSince(last.turn.at) >= window
            return Closed(tag: last.tag, turn: last.turn, followUp: isOver ? .content : nil)
        }
    }

    private func followUp(of turn: ConversationTurn, by next: ConversationTurn) -> FollowUp {
        guard next.at.timeIntervalSince(turn.at) < window, !next.answersQuestion else { return .content }
        if next.isWithPerson { return turn.isWithPerson && !next.asksForPerson ? .content : .askedForPerson }
        switch next.treatment {
        case .rule, .silent: return .askedAgain
        case .notUnderstood: return .metFallback
        }
    }
}
