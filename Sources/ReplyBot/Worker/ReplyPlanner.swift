internal import AlipayClient
internal import BotCore
internal import Foundation
package import ReplyStore
package import RuleEngine

/// The decision about an event, and its effects on the store.
struct ReplyPlan: Sendable {
    /// The outcome and its reasons.
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

    /// Plans the reply to an event as of the time when it was received.
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
                replies: try drafts(decision, for: accepted),
                decision: try DecisionRecord(decision, by: running.shortChecksum).json(),
                at: now,
                basis: DecisionBasis(contact)
            )
        )
    }

    private func drafts(_ decision: Decision, for accepted: AcceptedEvent) throws -> [ReplyDraft] {
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
                priority: ReplyPriority(decision.replyClass)
            )
        }
    }
}

extension ReplyPriority {
    fileprivate init(_ replyClass: ReplyClass?) {
        self =
            switch replyClass {
            case .low: .low
            case .ordinary, nil: .ordinary
            case .essential: .essential
            }
    }
}

extension Contact {
    /// A follower who is new to the store.
    fileprivate init(_ accepted: AcceptedEvent) {
        self.init(
            appID: accepted.event.appID,
            userID: accepted.event.userID,
            lastInteraction: min(accepted.event.created, accepted.received)
        )
    }
}

extension ContactState {
    /// The rule engine's state of a contact, with the outbox's count of sends.
    fileprivate init(_ contact: Contact) throws {
        try self.init(DecisionBasis(contact))
    }

    /// The rule engine's state of a follower as a decision found them.
    package init(_ basis: DecisionBasis) throws {
        if let state = basis.state {
            self = try JSONDecoder().decode(ContactState.self, from: state)
        } else {
            self.init()
        }
        // An operator changes the column.
        handoffUntil = basis.handoffUntil
        // The engine's own count includes replies that were given up later; the outbox counts those sent or still waiting.
        if let day = [basis.day, sent?.day].compactMap(\.self).max() {
            sent = DailyCount(day: day, messages: (basis.day == day ? basis.sends : 0) + basis.waiting)
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

/// The rule engine's state in the store, with the dates by which parts of it are forgotten.
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

    /// The contact without the answers given until `limit`; nil when its state cannot be read.
    func forgettingAnswers(givenUntil limit: Date) -> Contact? {
        guard let state, var memory = try? JSONDecoder().decode(ContactState.self, from: state) else { return nil }
        memory.forgetAnswers(givenUntil: limit)
        // An operator changes the column.
        memory.handoffUntil = handoffUntil
        return try? remembering(memory)
    }
}

extension DecisionBasis {
    /// The basis without the answers given until `limit`; one whose state cannot be read loses all of it.
    func forgettingAnswers(givenUntil limit: Date) -> DecisionBasis {
        var basis = self
        guard let state, var memory = try? JSONDecoder().decode(ContactState.self, from: state),
            case _ = memory.forgetAnswers(givenUntil: limit), let rest = try? JSONEncoder().encode(memory)
        else {
            (basis.state, basis.oldestAnswer) = (nil, nil)
            return basis
        }
        (basis.state, basis.oldestAnswer) = (rest, memory.oldestAnswer)
        return basis
    }
}
