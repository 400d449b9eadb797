public import Foundation

extension ContactState {
    /// The state without cooldowns, question and hand-off that are over, and without answers older than `keep` seconds.
    func droppingExpired(at now: Date, keepingAnswers keep: Int) -> ContactState {
        guard hasExpiries else { return self }
        var state = self
        state.cooldowns = cooldowns.filter { $0.value > now }
        if let question, question.expires <= now { state.question = nil }
        if let handoffUntil, handoffUntil <= now { state.handoffUntil = nil }
        state.forgetAnswers(givenUntil: now - TimeInterval(keep))
        return state
    }

    private var hasExpiries: Bool {
        !cooldowns.isEmpty || question != nil || handoffUntil != nil || !slots.isEmpty
    }
}

/// What may be forgotten of a follower who does not come back, and when.
extension ContactState {
    /// When the oldest answer was given; nil when none is kept.
    public var oldestAnswer: Date? {
        slots.keys.map { answered?[$0] ?? .distantPast }.min()
    }

    /// Until when the state must outlive the follower's silence: a cooldown, a question, a hand-off or a muting lasts.
    public var holdsUntil: Date? {
        let moments = [cooldowns.values.max(), question?.expires, handoffUntil, pace?.mutedUntil]
        return moments.compactMap(\.self).max()
    }

    /// Forgets the answers that were given at this moment or before.
    public mutating func forgetAnswers(givenUntil limit: Date) {
        guard let oldest = oldestAnswer, oldest <= limit else { return }
        slots = slots.filter { slot, _ in (answered?[slot] ?? .distantPast) > limit }
        answered = slots.isEmpty ? nil : answered?.filter { slots[$0.key] != nil }
    }
}
