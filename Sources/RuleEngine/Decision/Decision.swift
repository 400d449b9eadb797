/// Why nothing was said (RULES C4).
public enum SilenceReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person answers this follower at the moment.
    case handoff
    /// The rule that took the message, or the fallback, answered this follower a short while ago.
    case cooldown
    /// The follower's daily quota is used, or what is left of it is not for this class of reply.
    case quota
    /// The same text got the same answer a few seconds ago.
    case repeated
    /// So many events of this follower were answered within a minute that this one is not.
    case flood
    /// The follower writes as fast as another bot would; nothing at all is said for a while.
    case loop
    /// The follower ended the hand-off, and no rule is for the word.
    case resumed
    /// No rule is for this event.
    case unmatched
    /// The event was delivered before.
    case duplicate
    /// The event is too old, or from the future.
    case stale
}

/// How an evaluation ended.
public enum DecisionOutcome: Sendable, Hashable {
    /// A rule answered; for the fallback the id is `fallback`.
    case replied(rule: String)
    /// Nothing is said.
    case silent(SilenceReason)
}

/// What became of a rule that matched.
public enum CandidateFate: Sendable, Hashable {
    /// It answered and ended the evaluation.
    case won
    /// It answered and let the evaluation go on (`also`).
    case firedAlso
    /// It took the message but said nothing.
    case consumed(SilenceReason)
    /// It was cooling and let the next one have the message.
    case passedOn
    /// It would have answered, but the limits left no room for its messages (`also`).
    case crowdedOut
    /// A rule before it took the message, for the reason given.
    case lost(LossReason)
    /// It would have answered, if its stage reached this follower.
    case shadow
    /// Its stage does not reach this follower, and another rule would have been before it.
    case unreached
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

/// A rule whose text matched but which took no part, as if absent.
public struct Exclusion: Sendable {
    /// The rule's id.
    public let rule: String
    /// Where the rule is written.
    public let location: SourceLocation
    /// Why.
    public let reason: ExclusionReason
}

/// The answer to one event, with everything that led to it.
///
/// A value: the same event, state, rules and time always give an equal one.
public struct Decision: Sendable {
    /// How the evaluation ended.
    public let outcome: DecisionOutcome
    /// The version of the normalisation that was used.
    public let normalizationVersion: Int
    /// The message in its forms; nil for events without text.
    public let text: NormalizedText?
    /// All rules that matched, the winner's rank first.
    public let candidates: [Candidate]
    /// Rules whose text matched but which took no part.
    public let exclusions: [Exclusion]
    /// Ids of rules that would have answered, if their stage reached this follower.
    public let shadow: [String]
    /// What is sent, in order.
    public let messages: [OutgoingMessage]
    /// The class of the answer that was given, or that the quota left no room for; nil where there was none.
    public let replyClass: ReplyClass?
    /// How long the messages may wait for delivery, in seconds; nil is the deliverer's default.
    public let lifetime: Int?
    /// Whom to tell of a hand-off that this decision begins.
    public let handoffNotice: String?
    /// The follower's state after the event.
    public let state: ContactState

    /// The candidate that answered or silently took the message; nil for the fallback and for no match.
    ///
    /// Where several answered it is the one that ended the evaluation, else the first with `also`.
    public var winner: Candidate? {
        candidates.first { $0.fate == .won }
            ?? candidates.first { $0.fate == .firedAlso }
            ?? candidates.last { $0.isConsumed }
    }
}
