internal import AlipayClient
package import Foundation
package import RuleEngine

/// A reply as stored in the outbox.
package struct QueuedMessage: Codable, Sendable, Hashable {
    package var message: OutgoingMessage
    /// The platform's name of the answered event; nil for the answer to a message (PROTOCOL 2.6).
    var eventType: String?
    /// The end of the time in which the platform accepts that name.
    var eventTypeUntil: Date?
    /// Whether it is sent although a person has taken over meanwhile.
    var ignoresHandoff: Bool

    /// Reads what `encoded` wrote.
    package init(decoding data: Data) throws {
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

    /// The message for the custom-send API, without the event's name when it is too late for that.
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
