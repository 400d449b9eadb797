import Foundation

/// The input of one decision (RULES C4, step 2).
///
/// A class, because every stage of the decision receives it.
final class DecisionContext {
    let rules: RuleSet
    let event: RuleEvent
    /// The message in its forms; nil for events without text.
    let text: NormalizedText?
    /// The follower's state before the event, without expired parts and without a hand-off that the event ends.
    let state: ContactState
    /// Whether the event is the word that ended a hand-off.
    let isResuming: Bool
    let now: Date
    /// `now` in the account's time zone.
    let local: LocalTime
    /// The day of `local` as a text.
    let today: String

    private init(
        rules: RuleSet,
        event: RuleEvent,
        text: NormalizedText?,
        state: ContactState,
        isResuming: Bool,
        now: Date,
        local: LocalTime,
        today: String
    ) {
        self.rules = rules
        self.event = event
        self.text = text
        self.state = state
        self.isResuming = isResuming
        self.now = now
        self.local = local
        self.today = today
    }

    /// Normalises the message, expires parts of the state, ends a hand-off, and counts the event.
    static func prepare(
        _ event: RuleEvent,
        state before: consuming ContactState,
        at now: Date,
        rules: RuleSet,
        clock: inout LocalClock
    ) -> DecisionContext {
        let local = clock.time(at: now)
        let text: NormalizedText? =
            if case .text(let text) = event.content { TextNormalizer.normalize(text) } else { nil }
        var state = consume before
        state.dropExpired(at: now, keepingAnswers: rules.account.slotsKeep)
        state.limitHandoff(to: rules.limits.handoffCap, at: now)
        let isResuming =
            state.handoffUntil != nil
            && text.map { text in
                rules.limits.resumeWords.contains { $0.folded[...] == text.folded[text.trimmed] }
            } ?? false
        if isResuming { state.endHandoff() }
        if rules.limits.perMinute == 0 {
            state.pace = nil
        } else {
            if state.pace == nil { state.pace = ContactPace() }
            state.pace?.noteEvent(at: now)
        }
        return DecisionContext(
            rules: rules,
            event: event,
            text: text,
            state: state,
            isResuming: isResuming,
            now: now,
            local: local,
            today: clock.text(of: local.day)
        )
    }

    /// Whether the bot is silent for this follower because of a loop.
    var isMuted: Bool { state.pace?.isMuted ?? false }

    /// Whether a person is answering this follower.
    var isHandedOff: Bool { state.handoffUntil != nil }

    /// Whether the rule, or the fallback, answered this follower a short while ago.
    func isCooling(_ rule: String) -> Bool { state.cooldowns[rule] != nil }

    /// Messages sent to this follower on the account's present day.
    var sentToday: Int {
        guard let sent = state.sent, sent.day == today else { return 0 }
        return sent.messages
    }
}

// Conditions.
extension DecisionContext {
    /// Whether every part of a `when` holds (RULES C3).
    func holds(_ condition: RuleCondition) -> Bool {
        if condition.isEmpty { return true }
        return holds(schedule: condition.schedule, open: true)
            && holds(schedule: condition.notSchedule, open: false)
            && (condition.dates.isEmpty || condition.dates.contains { $0.contains(local.day) })
            && (condition.asked == nil || condition.asked == state.question?.slot)
            && (condition.firstContact == nil || condition.firstContact == !state.isKnown)
    }

    /// Whether a stage lets a rule answer this follower.
    func reaches(_ stage: RuleStage) -> Bool {
        switch stage {
        case .live: true
        case .test: rules.account.testers.contains(event.userID)
        case .shadow, .off: false
        }
    }

    /// Whether a rule is for this event, its text aside.
    func isFor(_ rule: Rule) -> Bool {
        guard rule.event == event.kind, !isHandedOff || rule.isActiveDuringHandoff else { return false }
        if rule.isPlain { return true }
        return Self.admits(event.menu, among: rule.menus) && Self.admits(event.scene, among: rule.scenes)
    }

    private func holds(schedule name: String?, open: Bool) -> Bool {
        guard let name else { return true }
        guard let schedule = rules.schedules[name] else { return false }
        return schedule.isOpen(at: local) == open
    }

    private static func admits(_ value: String?, among allowed: Set<String>) -> Bool {
        guard !allowed.isEmpty else { return true }
        // A `Set` takes canonical equivalents for equal; a key is compared code point by code point.
        guard let value, let index = allowed.firstIndex(of: value) else { return false }
        return allowed[index].isSame(scalarsOf: value)
    }
}
