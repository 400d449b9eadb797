public import Foundation

/// The engine's memory of one follower between two events.
///
/// `RuleSet.decide` takes the state before an event and returns the state after it; the caller keeps it.
public struct ContactState: Sendable, Hashable, Codable {
    /// An open question (RULES C3, `ask`).
    public struct Question: Sendable, Hashable, Codable {
        /// The slot that the answer fills.
        public var slot: String
        /// When the question lapses.
        public var expires: Date

        /// Opens a question.
        public init(slot: String, expires: Date) {
            self.slot = slot
            self.expires = expires
        }
    }

    /// The number of messages sent on one day of the account's time zone.
    public struct DailyCount: Sendable, Hashable, Codable {
        /// The day as `yyyy-MM-dd`.
        public var day: String
        /// Messages sent on that day.
        public var messages: Int

        /// Starts a count.
        public init(day: String, messages: Int) {
            self.day = day
            self.messages = messages
        }
    }

    /// Whether an event of this follower was decided before.
    public var isKnown: Bool
    /// The end of each cooldown, by the rule's id; the fallback's is `fallback`.
    public var cooldowns: [String: Date]
    /// The open question, if any.
    public var question: Question?
    /// Answers given, by slot.
    public var slots: [String: String]
    /// When each answer was given; one without a time comes from an earlier version, and counts as expired.
    public var answered: [String: Date]?
    /// The end of the hand-off, during which a person answers instead of the bot.
    public var handoffUntil: Date?
    /// The latest end of the present hand-off, however often it is prolonged.
    public var handoffLimit: Date?
    /// The number of answers of each rule with `pick: rotate`.
    public var rotations: [String: Int]
    /// The used part of the daily quota.
    public var sent: DailyCount?
    /// The pace at which the follower writes and is answered; nil where `per_minute` is 0.
    public var pace: ContactPace?

    /// The state of a follower never seen before.
    public init() {
        isKnown = false
        cooldowns = [:]
        slots = [:]
        rotations = [:]
    }
}

// Expiry.
extension ContactState {
    /// Drops expired cooldowns, question and hand-off, and answers older than `keep` seconds.
    mutating func dropExpired(at now: Date, keepingAnswers keep: Int) {
        if cooldowns.contains(where: { $0.value <= now }) { cooldowns = cooldowns.filter { $0.value > now } }
        if let question, question.expires <= now { self.question = nil }
        if let handoffUntil, handoffUntil <= now { self.handoffUntil = nil }
        if !slots.isEmpty { forgetAnswers(givenUntil: now - TimeInterval(keep)) }
    }

    /// When the oldest answer was given; nil when there is none.
    public var oldestAnswer: Date? {
        slots.keys.map { answered?[$0] ?? .distantPast }.min()
    }

    /// The end of the last cooldown, question, hand-off or muting; until then the state of a silent follower must be
    /// kept.
    public var holdsUntil: Date? {
        let moments = [cooldowns.values.max(), question?.expires, handoffUntil, pace?.mutedUntil]
        return moments.compactMap(\.self).max()
    }

    /// Forgets the answers that were given at or before a moment.
    public mutating func forgetAnswers(givenUntil limit: Date) {
        guard let oldest = oldestAnswer, oldest <= limit else { return }
        slots = slots.filter { slot, _ in (answered?[slot] ?? .distantPast) > limit }
        answered = slots.isEmpty ? nil : answered?.filter { slots[$0.key] != nil }
    }
}

// Hand-off.
extension ContactState {
    /// Begins a hand-off, or prolongs the present one; no hand-off is longer than `cap` seconds in all.
    mutating func handOff(for seconds: Int, cap: Int, at now: Date) {
        let longest = now + TimeInterval(cap)
        let limit = handoffUntil == nil ? longest : min(handoffLimit ?? longest, longest)
        handoffUntil = min(max(handoffUntil ?? now, now + TimeInterval(seconds)), limit)
        handoffLimit = limit
    }

    mutating func endHandoff() {
        handoffUntil = nil
        handoffLimit = nil
    }

    /// Shortens a hand-off that is longer than `cap`, such as one that an operator or an older version began.
    mutating func limitHandoff(to cap: Int, at now: Date) {
        guard let until = handoffUntil else {
            handoffLimit = nil
            return
        }
        let longest = now + TimeInterval(cap)
        // A hand-off that ends after its limit is a newer one. A store may round by less than a second.
        let limit = handoffLimit.map { $0 + 1 > until ? min($0, longest) : longest } ?? longest
        handoffUntil = min(until, limit)
        handoffLimit = limit
    }
}
