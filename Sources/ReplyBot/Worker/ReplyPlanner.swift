internal import AlipayClient
internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// What follows from an event: the decision, and its effects on the store.
struct ReplyPlan: Sendable {
    /// What was decided and why.
    let decision: Decision
    /// The effects, which become durable together.
    let effects: DecidedEvent
}

/// Decides events by the rules.
///
/// Pure: the same event, contact and rules give the same plan.
struct ReplyPlanner: Sendable {
    private let running: RunningRules
    private var rules: RuleSet { running.rules }
    private let policy: DeliveryPolicy

    init(_ running: RunningRules, policy: DeliveryPolicy) {
        self.running = running
        self.policy = policy
    }

    /// Plans the reply to an event as of the moment when it came.
    func plan(_ accepted: AcceptedEvent, contact: Contact?, using scratch: inout DecisionScratch) throws -> ReplyPlan {
        let now = accepted.received
        let contact = contact ?? Contact(accepted)
        let event = RuleEvent(accepted.event, identity: String(decoding: accepted.event.identity, as: UTF8.self))
        let decision = rules.decide(event, state: try ContactState(contact), at: now, using: &scratch)
        return ReplyPlan(
            decision: decision,
            effects: DecidedEvent(
                eventID: accepted.id,
                contact: try contact.remembering(decision.state),
                replies: try drafts(decision, accepted),
                decision: try DecisionRecord(decision, by: running).json(),
                at: now
            )
        )
    }

    private func drafts(_ decision: Decision, _ accepted: AcceptedEvent) throws -> [ReplyDraft] {
        let eventType = CustomMessage.EventType(answering: accepted.event, at: accepted.received)
        let lifetime = policy.lifetime(asked: decision.lifetime, answersEvent: eventType != nil)
        let handsOff = decision.state.handoffUntil.map { $0 > accepted.received } ?? false
        return try decision.messages.map { message in
            let queued = QueuedMessage(
                message: message,
                eventType: eventType,
                eventTypeUntil: eventType?.deadline(for: accepted.event.created),
                ignoresHandoff: handsOff
            )
            return ReplyDraft(
                message: try queued.encoded(),
                expires: accepted.received.addingTimeInterval(TimeInterval(lifetime)),
                priority: (decision.replyClass?.rawValue).flatMap(ReplyPriority.init) ?? .ordinary
            )
        }
    }
}

extension Contact {
    /// A follower of whom nothing is kept yet.
    fileprivate init(_ accepted: AcceptedEvent) {
        self.init(
            appID: accepted.event.appID,
            userID: accepted.event.userID,
            lastInteraction: min(accepted.event.created, accepted.received)
        )
    }
}

extension ContactState {
    /// The rule engine's state of a contact; the count of sends is the outbox's, which knows what really went out.
    fileprivate init(_ contact: Contact) throws {
        if let state = contact.state {
            self = try JSONDecoder().decode(ContactState.self, from: state)
        } else {
            self.init()
        }
        // The column is what an operator changes.
        handoffUntil = contact.handoffUntil
        // The engine's own count has replies, too, that were given up later; the outbox knows what went out or still may.
        if let day = [contact.day, sent?.day].compactMap(\.self).max() {
            sent = DailyCount(day: day, messages: (contact.day == day ? contact.sends : 0) + contact.waiting)
        }
    }
}

extension RuleEvent {
    /// Alipay's event in the rule engine's terms.
    init(_ event: InboundEvent, identity: String) {
        self.init(
            Content(event.content),
            userID: event.userID,
            messageID: identity,
            userName: event.userName
        )
    }
}

extension RuleEvent.Content {
    fileprivate init(_ content: InboundEvent.Content) {
        switch content {
        case .text(let text): self = .text(text)
        case .image: self = .image
        case .follow(let scene): self = .follow(scene: scene)
        case .unfollow: self = .unfollow
        case .click(let menu): self = .click(menu: menu)
        case .enter(let scene): self = .enter(scene: scene)
        case .gatewayCheck, .other: self = .unknown
        }
    }
}

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
