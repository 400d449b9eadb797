import Foundation

/// Everything that one decision may look at.
///
/// A class, because every step of the decision is handed it.
final class DecisionContext {
    let rules: RuleSet
    let event: RuleEvent
    /// The message in its forms; nil for events without text.
    let text: NormalizedText?
    /// The follower's state before the event, without what has expired or what the event itself ends.
    let state: ContactState
    /// Whether the event is the word that ended a hand-off.
    let isResuming: Bool
    let now: Date
    /// `now` in the account's time zone.
    let local: LocalTime
    /// The day of `local` as a text.
    let today: String

    init(rules: RuleSet, event: RuleEvent, state: ContactState, now: Date, _ clock: inout LocalClock) {
        self.rules = rules
        self.event = event
        self.now = now
        local = clock.time(at: now)
        today = clock.text(of: local.day)
        if case .text(let text) = event.content {
            self.text = TextNormalizer.normalize(text)
        } else {
            text = nil
        }
        let limits = rules.contents.limits
        var state = state.droppingExpired(at: now, keepingAnswers: rules.contents.account.slotsKeep)
        state.limitHandoff(to: limits.handoffCap, at: now)
        isResuming = state.handoffUntil != nil && text.map(limits.isResuming) ?? false
        if isResuming { state.takeBack() }
        state.countEvent(perMinute: limits.perMinute, at: now)
        self.state = state
    }

    /// Whether nothing at all is said to this follower, because of a loop.
    var isMuted: Bool { state.pace?.isMuted ?? false }

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

extension RuleLimits {
    /// Whether a message is one of those that end a hand-off.
    fileprivate func isResuming(_ text: NormalizedText) -> Bool {
        resumeWords.contains { $0.folded[...] == text.folded[text.trimmed] }
    }
}

extension ContactState {
    fileprivate mutating func countEvent(perMinute: Int, at now: Date) {
        if perMinute == 0 {
            pace = nil
        } else {
            var counted = pace ?? ContactPace()
            counted.noteEvent(at: now)
            pace = counted
        }
    }
}
