public import Foundation

extension CustomMessage {
    /// The reply to an event: to whom it came from, and named after the event where the API wants that (PROTOCOL 2.6).
    ///
    /// - Parameters:
    ///   - event: what is answered.
    ///   - date: when the reply is sent; too late for the event's own limits, it goes out without its name.
    ///   - content: what is sent.
    ///   - showsInChatList: whether it shows in the chat list; the event says nothing of it.
    public init(
        answering event: InboundEvent,
        at date: Date,
        content: Content,
        showsInChatList: Bool = false
    ) {
        self.init(
            to: .userID(event.userID),
            content: content,
            eventType: EventType(answering: event, at: date),
            showsInChatList: showsInChatList
        )
    }

    /// The same message as an ordinary one, which only needs an interaction in the last 48 hours.
    public var withoutEventType: CustomMessage {
        var message = self
        message.eventType = nil
        return message
    }
}

extension CustomMessage.EventType {
    /// How a reply names the event that it answers; nil for a message, which is answered without a name, and too late.
    ///
    /// - Parameters:
    ///   - event: what is answered.
    ///   - date: when the reply is sent.
    public init?(answering event: InboundEvent, at date: Date) {
        switch event.content {
        case .follow: self = .follow
        case .click: self = .click
        // The inbound name is `enter`, the outbound one is not.
        case .enter: self = .enterChat
        default: return nil
        }
        guard date <= deadline(for: event.created) else { return nil }
    }

    /// Until when the platform takes a reply that names an event.
    ///
    /// - Parameter created: when the event happened, by Alipay's clock.
    /// - Returns: 5 minutes later for a follow and a click; for `enterChat` no time limit is known.
    public func deadline(for created: Date) -> Date {
        switch self {
        case .follow, .click: created.addingTimeInterval(300)
        case .enterChat: .distantFuture
        }
    }
}
