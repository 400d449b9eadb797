/// The answer to one event, with its reasons.
///
/// The same event, state, rules and time always give an equal value.
public struct Decision: Sendable {
    /// How the evaluation ended.
    public let outcome: DecisionOutcome
    /// The version of the normalisation that was used.
    public let normalizationVersion: Int
    /// The message in its forms; nil for events without text.
    public let text: NormalizedText?
    /// All rules that matched, the highest precedence first.
    public let candidates: [Candidate]
    /// Rules whose text matched but which took no part.
    public let exclusions: [Exclusion]
    /// Ids of rules that would have answered if their stage reached this follower.
    public let shadow: [String]
    /// The messages to send, in order.
    public let messages: [OutgoingMessage]
    /// The class of the answer, even if the quota left no room for it; nil without an answer.
    public let replyClass: ReplyClass?
    /// How long the messages may wait for delivery, in seconds; nil is the deliverer's default.
    public let lifetime: Int?
    /// The recipient of the notice of a hand-off that this decision begins.
    public let handoffNotice: String?
    /// The follower's state after the event.
    public let state: ContactState

    /// The candidate that answered or silently took the message; nil for the fallback and for no match.
    ///
    /// If several answered, it is the one that ended the evaluation, else the first with `also`.
    public var winner: Candidate? {
        candidates.first { $0.fate == .won }
            ?? candidates.first { $0.fate == .firedAlso }
            ?? candidates.last { if case .consumed = $0.fate { true } else { false } }
    }
}

/// How an evaluation ended.
public enum DecisionOutcome: Sendable, Hashable {
    /// A rule answered; for the fallback the id is `fallback`.
    case replied(rule: String)
    /// The bot stays silent.
    case silent(SilenceReason)
}

/// Why the bot stayed silent (RULES C4).
public enum SilenceReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person is answering this follower.
    case handoff
    /// The rule that took the message, or the fallback, answered this follower a short while ago.
    case cooldown
    /// The follower's daily quota is used, or the rest of it is closed to this class of reply.
    case quota
    /// The same text got the same answer a few seconds ago.
    case repeated
    /// Too many events of this follower were answered within a minute.
    case flood
    /// The follower writes as fast as another bot would; the bot is silent for a while.
    case loop
    /// The follower ended the hand-off, and no rule answers the word.
    case resumed
    /// No rule answers this event.
    case unmatched
    /// The event was delivered before.
    case duplicate
    /// The event is too old, or from the future.
    case stale
}

/// The classes of replies by the order in which they yield when the daily quota is nearly used (RULES C4, step 6).
public enum ReplyClass: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The fallback, and rules with a priority below 0.
    case low
    /// All other rules.
    case ordinary
    /// An answer that hands off to a person.
    case essential

    /// Orders the class that yields first before the others.
    public static func < (left: ReplyClass, right: ReplyClass) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .ordinary: 1
        case .essential: 2
        }
    }
}

/// A rule that matched the event, with its fate.
public struct Candidate: Sendable {
    /// The evidence in the text.
    enum Evidence: Sendable {
        /// The rule does not look at the text.
        case none
        /// One keyword, by its index, of a clause that asks for nothing else.
        case keyword(Int)
        /// All expressions of a clause that has nothing else.
        case patterns
        /// Keywords and expressions, as the operator wrote them.
        case texts([String])
    }

    /// The rule; its details are looked up on demand.
    let source: Rule
    /// The rule's precedence in this message.
    public let precedence: Precedence
    /// The index of the clause that gave the evidence.
    let clauseIndex: Int?
    let found: Evidence
    /// Named captures of the clause, in the customer's own spelling.
    public let captures: [String: String]
    /// The index of the case that applies.
    let caseIndex: Int
    /// The rule's fate.
    public internal(set) var fate: CandidateFate

    /// The rule's id.
    public var rule: String { source.id }

    /// Where the rule is written.
    public var location: SourceLocation { source.location }

    /// The clause that gave the evidence, counted from 1; nil for events without text.
    public var clause: Int? { clauseIndex.map { source.clauses[$0].number } }

    /// The keywords or the regular expression that matched, as the operator wrote them.
    public var matched: [String] {
        switch found {
        case .none: []
        case .keyword(let index):
            clauseIndex.flatMap { source.clauses[$0].listedKeyword(index)?.text }.map { [$0] } ?? []
        case .patterns: clauseIndex.map { source.clauses[$0].patterns.map(\.text) } ?? []
        case .texts(let texts): texts
        }
    }

    /// The case that applies, counted from 1.
    public var caseNumber: Int { source.cases[caseIndex].number }

    /// The number of the rule's cases.
    public var caseCount: Int { source.cases.count }
}

extension Candidate {
    /// A rule in its first case, outside of a decision.
    package init(_ rule: Rule, match: RuleMatch?) {
        self.init(
            source: rule,
            precedence: Precedence(of: rule, strength: match?.strength ?? .event),
            clauseIndex: match.map { $0.clause - 1 },
            found: .texts(match?.matched ?? []),
            captures: match?.captures ?? [:],
            caseIndex: 0,
            fate: .won
        )
    }
}

extension MatchClause {
    /// A keyword of the clause's only list, where it has just one of `prefix`, `suffix` and `any`.
    func listedKeyword(_ index: Int) -> Keyword? {
        let list = any.isEmpty ? prefix.isEmpty ? suffix : prefix : any
        return list.indices.contains(index) ? list[index] : nil
    }
}

/// The fate of a rule that matched.
public enum CandidateFate: Sendable, Hashable {
    /// It answered and ended the evaluation.
    case won
    /// It answered and let the evaluation go on (`also`).
    case firedAlso
    /// It took the message but said nothing.
    case consumed(SilenceReason)
    /// It was cooling and passed the message on to the next rule.
    case passedOn
    /// It would have answered, but the limits left no room for its messages (`also`).
    case crowdedOut
    /// A rule of higher precedence took the message, for the reason given.
    case lost(LossReason)
    /// It would have answered, if its stage reached this follower.
    case shadow
    /// Its stage does not reach this follower, and a rule of higher precedence took the message.
    case unreached
}

/// A rule whose text matched but which took no part, as if absent.
public struct Exclusion: Sendable {
    /// The rule's id.
    public let rule: String
    /// Where the rule is written.
    public let location: SourceLocation
    /// Why it took no part.
    public let reason: ExclusionReason
}

/// Why a rule whose text matched took no part.
public enum ExclusionReason: Sendable, Hashable {
    /// Its stage is `off`.
    case off
    /// Its `when` does not hold.
    case condition
    /// None of its cases applies.
    case noCase
    /// It would hand off, and the message is the word that ended a hand-off.
    case resuming
    /// A word under `none` occurs in the message.
    case noneKeyword(String)
}
