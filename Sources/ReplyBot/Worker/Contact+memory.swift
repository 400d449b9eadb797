internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// The rule engine's state as the store keeps it, with what the store must know of it to forget in time.
extension Contact {
    /// The contact with the rule engine's new state.
    func remembering(_ state: ContactState) throws -> Contact {
        var contact = self
        contact.handoffUntil = state.handoffUntil
        contact.state = try JSONEncoder().encode(state)
        contact.oldestAnswer = state.oldestAnswer
        contact.keepUntil = state.holdsUntil
        return contact
    }

    /// The contact without the answers that were given at this moment or before; nil when its state cannot be read.
    func forgettingAnswers(givenUntil limit: Date) -> Contact? {
        guard let state, var memory = try? JSONDecoder().decode(ContactState.self, from: state) else { return nil }
        memory.forgetAnswers(givenUntil: limit)
        // The column is what an operator changes.
        memory.handoffUntil = handoffUntil
        return try? remembering(memory)
    }
}
