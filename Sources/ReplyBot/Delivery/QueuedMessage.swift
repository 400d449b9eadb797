internal import AlipayClient
internal import Foundation
internal import RuleEngine

/// A reply as the outbox keeps it.
struct QueuedMessage: Codable, Sendable, Hashable {
    /// What is sent.
    var message: OutgoingMessage
    /// The platform's name of the event that is answered; nil for the answer to a message (PROTOCOL 2.6).
    var eventType: String?
    /// Until when the platform takes the message under that name; nil in messages of older versions.
    var eventTypeUntil: Date?
    /// Whether it goes out although a person has taken over meanwhile.
    var ignoresHandoff: Bool

    /// Reads what `encoded` wrote.
    init(decoding data: Data) throws {
        self = try JSONDecoder().decode(QueuedMessage.self, from: data)
    }

    init(
        message: OutgoingMessage,
        eventType: CustomMessage.EventType?,
        eventTypeUntil: Date? = nil,
        ignoresHandoff: Bool
    ) {
        self.message = message
        self.eventType = eventType?.rawValue
        self.eventTypeUntil = eventTypeUntil
        self.ignoresHandoff = ignoresHandoff
    }

    /// The bytes for the outbox.
    func encoded() throws -> Data {
        try JSONEncoder().encode(self)
    }

    /// The message for the custom-send API; when it is too late for the event's name, it goes out without.
    func customMessage(to userID: String, namingEvent: Bool, at date: Date) -> CustomMessage {
        let isTooLate = eventTypeUntil.map { date > $0 } ?? false
        return CustomMessage(
            userID: userID,
            content: CustomMessage.Content(message),
            eventType: isTooLate || !namingEvent ? nil : eventType.flatMap(CustomMessage.EventType.init(rawValue:))
        )
    }
}

extension CustomMessage.Content {
    /// The rule engine's message in the client's terms.
    fileprivate init(_ message: OutgoingMessage) {
        switch message {
        case .text(let text):
            self = .text(text)
        case .articles(let articles):
            self = .articles(articles.map { CustomMessage.Article($0) })
        }
    }
}

extension CustomMessage.Article {
    fileprivate init(_ article: OutgoingMessage.Article) {
        self.init(
            title: article.title,
            description: article.description,
            imageURL: article.image,
            url: article.url,
            actionName: article.action
        )
    }
}
