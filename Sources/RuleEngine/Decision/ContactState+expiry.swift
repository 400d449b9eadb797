import Foundation

extension ContactState {
    /// The state without cooldowns, question and hand-off that are over.
    func droppingExpired(at now: Date) -> ContactState {
        var state = self
        if cooldowns.contains(where: { $0.value <= now }) { state.cooldowns = cooldowns.filter { $0.value > now } }
        if let question, question.expires <= now { state.question = nil }
        if let handoffUntil, handoffUntil <= now { state.handoffUntil = nil }
        return state
    }
}
