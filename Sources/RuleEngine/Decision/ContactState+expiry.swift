import Foundation

extension ContactState {
    /// The state without cooldowns, question and hand-off that are over.
    func droppingExpired(at now: Date) -> ContactState {
        guard hasExpiries else { return self }
        var state = self
        state.cooldowns = cooldowns.filter { $0.value > now }
        if let question, question.expires <= now { state.question = nil }
        if let handoffUntil, handoffUntil <= now { state.handoffUntil = nil }
        return state
    }

    private var hasExpiries: Bool { !cooldowns.isEmpty || question != nil || handoffUntil != nil }
}
