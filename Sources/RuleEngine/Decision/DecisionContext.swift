import Foundation

/// Everything that one decision may look at.
///
/// A class, because every step of the decision is handed it.
final class DecisionContext {
    let rules: RuleSet
    let event: RuleEvent
    /// The message in its forms; nil for events without text.
    let text: NormalizedText?
    /// The follower's state before the event, without what has expired.
    let state: ContactState
    let now: Date
    /// `now` in the account's time zone.
    let local: LocalTime
    /// The day of `local` as a text.
    let today: String

    init(rules: RuleSet, event: RuleEvent, state: ContactState, now: Date, _ clock: inout LocalClock) {
        self.rules = rules
        self.event = event
        self.state = state.droppingExpired(at: now)
        self.now = now
        local = clock.time(at: now)
        today = clock.text(of: local.day)
        if case .text(let text) = event.content {
            self.text = TextNormalizer.normalize(text)
        } else {
            text = nil
        }
    }

    /// Whether a person answers this follower at the moment.
    var isHandedOff: Bool { state.handoffUntil != nil }

    /// Whether the rule, or the fallback, answered this follower a short while ago.
    func isCooling(_ rule: String) -> Bool { state.cooldowns[rule] != nil }

    /// Messages sent to this follower on the account's present day.
    var sentToday: Int {
        guard let sent = state.sent, sent.day == today else { return 0 }
        return sent.messages
    }
}
