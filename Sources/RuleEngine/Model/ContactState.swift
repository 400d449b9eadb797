public import Foundation

/// What the engine remembers of one follower between two events.
///
/// `RuleSet.decide` takes the state before an event and returns the state after it; the caller keeps it.
public struct ContactState: Sendable, Hashable, Codable {
    /// A question that waits for its answer (RULES C3, `ask`).
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

    /// Messages sent on one day of the account's time zone.
    public struct DailyCount: Sendable, Hashable, Codable {
        /// The day as `yyyy-MM-dd`.
        public var day: String
        /// Messages counted on that day.
        public var messages: Int

        /// Starts a count.
        public init(day: String, messages: Int) {
            self.day = day
            self.messages = messages
        }
    }

    /// Whether an event of this follower was decided before.
    public var isKnown: Bool
    /// For each rule with a cooldown (by id; the fallback is `fallback`), when it ends.
    public var cooldowns: [String: Date]
    /// The open question, if any.
    public var question: Question?
    /// Answers given, by slot.
    public var slots: [String: String]
    /// When each of them was given; one without a time comes from an earlier version, and is too old.
    public var answered: [String: Date]?
    /// Until when a person, not the bot, answers.
    public var handoffUntil: Date?
    /// When the present hand-off ends at the latest, whatever prolongs it.
    public var handoffLimit: Date?
    /// For each rule with `pick: rotate`, how often it has answered.
    public var rotations: [String: Int]
    /// How much of the daily quota is used.
    public var sent: DailyCount?
    /// How fast the follower writes and is answered; nil where nobody counts.
    public var pace: ContactPace?

    /// The state of a follower never seen before.
    public init() {
        isKnown = false
        cooldowns = [:]
        slots = [:]
        rotations = [:]
    }
}
