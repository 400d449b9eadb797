package import Foundation
package import OperatorText
package import RuleEngine

/// What a follower does in the ten minutes after an answer (docs/operating.md, "What a follower does next").
///
/// The follower's next message decides, or an operator who takes over before it.
package enum FollowUp: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing more, or the answer to the question that the bot had asked, or talk with a person already at work.
    case content
    /// Another message, which a rule takes, or on which a limit keeps the bot silent.
    case askedAgain = "asked_again"
    /// A message for a rule that hands off, or one that a person answers, or an operator took over.
    case askedForPerson = "asked_for_person"
    /// Another message, which no rule takes.
    case metFallback = "met_fallback"

    /// The seconds in which the next message belongs to the answer before it.
    package static let window: TimeInterval = 600

    package var phrase: LocalizedText {
        switch self {
        case .content: LocalizedText("满意", "content")
        case .askedAgain: LocalizedText("又问", "asked again")
        case .askedForPerson: LocalizedText("找人工", "asked for a person")
        case .metFallback: LocalizedText("碰到兜底", "met the fallback")
        }
    }
}

/// How often each follow-up came.
package struct FollowUpCounts: Sendable, Hashable {
    /// A line of a table or a part of a bar.
    package struct Part: Sendable {
        /// The follow-up, or `recording_ended`, for programs.
        package let code: String
        package let phrase: LocalizedText
        package let count: Int
    }

    private var counts: [FollowUp: Int] = [:]
    /// Answers so near the end of the traffic that their follow-up is not known.
    package private(set) var unknown = 0

    package subscript(followUp: FollowUp) -> Int { counts[followUp] ?? 0 }

    /// Counts a follow-up; nil where the traffic ended too early.
    package mutating func note(_ followUp: FollowUp?) {
        if let followUp { counts[followUp, default: 0] += 1 } else { unknown += 1 }
    }

    /// All follow-ups in order, and `recording_ended`, also those that never came.
    package var parts: [Part] {
        FollowUp.allCases.map { Part(code: $0.rawValue, phrase: $0.phrase, count: self[$0]) }
            + [Part(code: "recording_ended", phrase: LocalizedText("录制已结束", "recording ended"), count: unknown)]
    }
}

/// One event of a follower and its treatment, as far as it tells whether the answer before it was good.
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
    /// Whether the follower wrote a text, sent a picture or clicked in the menu; other events end no waiting.
    package let isMessage: Bool
    /// Whether a rule that takes it hands off in one of its cases.
    package let asksForPerson: Bool
    /// Whether the rule awaits the answer to a question of the bot.
    package let answersQuestion: Bool

    /// A decision on an event.
    package init(_ decision: Decision, on event: RuleEvent, of follower: FollowerKey, at time: Date, rules: RuleIndex) {
        // In one expression with the treatment, the optimiser of Swift 6.3 stops with an ownership error.
        let kind = event.kind
        let besides = decision.candidates.filter { $0.fate == .firedAlso }.map(\.rule)
        self.init(Treatment(decision), besides: besides, of: kind, by: follower, at: time, rules: rules)
    }

    /// A treatment on record; nil where the event was not given to the rules.
    package init?(
        _ treatment: Treatment,
        of kind: RuleEvent.Kind,
        by follower: FollowerKey,
        at time: Date,
        rules: RuleIndex
    ) {
        if treatment == .silent(.duplicate) || treatment == .silent(.stale) { return nil }
        self.init(treatment, besides: [], of: kind, by: follower, at: time, rules: rules)
    }

    private init(
        _ treatment: Treatment,
        besides: [String],
        of kind: RuleEvent.Kind,
        by follower: FollowerKey,
        at time: Date,
        rules: RuleIndex
    ) {
        self.follower = follower
        self.at = time
        self.treatment = treatment
        isMessage =
            switch kind {
            case .text, .image, .click: true
            case .follow, .unfollow, .enter, .unknown: false
            }
        let rule: Rule? = if case .rule(let id) = treatment { rules[id] } else { nil }
        asksForPerson = ([rule] + besides.map { rules[$0] }).compactMap(\.self)
            .contains { $0.cases.contains { $0.handoff != nil } }
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

/// Finds the follow-up of each turn.
///
/// Each follower's turns must come in order.
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
    /// The turns since each follower's last message, that message included; later events end those whose time is over.
    private var waiting: [FollowerKey: [Waiting]] = [:]
    private var count = 0

    /// Takes a message for the follow-up of the turns before it if it comes within `window` seconds.
    package init(window: TimeInterval = FollowUp.window) {
        self.window = window
    }

    /// Notes a turn, and returns the turns whose follow-up it is.
    ///
    /// Without a tag the turn is only the follow-up of others.
    package mutating func note(_ turn: ConversationTurn, tag: Tag?) -> [Closed] {
        let ended = waiting[turn.follower, default: []]
            .filter { turn.isMessage || turn.at.timeIntervalSince($0.turn.at) >= window }
        if !ended.isEmpty { waiting[turn.follower]?.removeFirst(ended.count) }
        if let tag {
            count += 1
            waiting[turn.follower, default: []].append(Waiting(number: count, tag: tag, turn: turn))
        }
        return ended.map { Closed(tag: $0.tag, turn: $0.turn, followUp: followUp(of: $0.turn, by: turn)) }
    }

    /// Notes that an operator took over, and returns the turns whose follow-up it is.
    ///
    /// A follower who is with a person already has not called for another one.
    package mutating func noteOperator(of follower: FollowerKey, at moment: Date) -> [Closed] {
        (waiting.removeValue(forKey: follower) ?? [])
            .map { last in
                let isCalled = !last.turn.isWithPerson && moment.timeIntervalSince(last.turn.at) < window
                return Closed(tag: last.tag, turn: last.turn, followUp: isCalled ? .askedForPerson : .content)
            }
    }

    /// Closes the turns that are left, in their order; `end` is the end of the traffic.
    package mutating func finish(at end: Date) -> [Closed] {
        let left = waiting.values.joined().sorted { $0.number < $1.number }
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
