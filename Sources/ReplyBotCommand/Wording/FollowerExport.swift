internal import AlipayClient
internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// All records about a follower, as one JSON document with times in the account's zone.
struct FollowerExport: Sendable {
    private let document: Document
    private let time: OperatorTime

    init(_ record: FollowerRecord, of user: String, at now: Date, in time: OperatorTime) {
        self.time = time
        document = Document(
            v: 1,
            exported: now,
            user: user,
            contacts: record.contacts.map(Document.Follower.init),
            events: record.events.map { Document.Event($0, replies: record.replies[$0.id] ?? []) },
            handoffs: record.handoffs.map(Document.Handoff.init)
        )
    }

    /// The document.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .custom { [time] date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(time.json(date))
        }
        return ForeignText.json(String(decoding: try encoder.encode(document), as: UTF8.self))
    }
}

private struct Document: Encodable, Sendable {
    /// The version of the format.
    let v: Int
    let exported: Date
    let user: String
    let contacts: [Follower]
    let events: [Event]
    let handoffs: [Handoff]

    /// An operator's beginning or end of a hand-off.
    struct Handoff: Encodable, Sendable {
        let application: String
        let at: Date
        let until: Date?

        init(_ change: HandoffChange) {
            application = change.appID
            at = change.at
            until = change.until
        }
    }

    /// The follower's contact.
    struct Follower: Encodable, Sendable {
        let application: String
        let lastInteraction: Date
        let messagesOn: String?
        let messages: Int
        let handoffUntil: Date?
        let state: ContactState?
        /// The raw state, where this version cannot read it.
        let unreadableState: Data?

        init(_ contact: Contact) {
            application = contact.appID
            lastInteraction = contact.lastInteraction
            messagesOn = contact.day
            messages = contact.sends
            handoffUntil = contact.handoffUntil
            state = contact.state.flatMap { try? JSONDecoder().decode(ContactState.self, from: $0) }
            unreadableState = state == nil ? contact.state : nil
        }
    }

    /// An event with the request that brought it, and the replies to it.
    struct Event: Encodable, Sendable {
        let number: String
        let kind: String
        let created: Date
        let received: Date
        /// The follower's text, where the request is not encrypted.
        let text: String?
        let userName: String?
        let isStale: Bool
        let decision: String?
        let decidedAt: Date?
        /// The follower as the decision found them.
        let before: ContactState?
        let setAside: String?
        let request: Request
        let replies: [Reply]

        init(_ event: EventRecord, replies: [ReplyRecord]) {
            let entry = event.journaled.entry
            number = "e\(event.id)"
            kind = entry.kind
            created = entry.created
            received = entry.received
            text = RecordedText.text(of: entry)
            userName = RecordedText.event(of: entry)?.userName
            isStale = entry.isStale
            decision = event.journaled.decision
            decidedAt = event.decidedAt
            before = event.basis.flatMap { try? ContactState($0) }
            setAside = event.quarantineReason?.rawValue
            request = Request(entry.request)
            self.replies = replies.map(Reply.init)
        }
    }

    /// The raw request.
    struct Request: Encodable, Sendable {
        let query: String
        let contentType: String
        let body: Data

        init(_ request: RecordedRequest) {
            query = request.query
            contentType = request.contentType
            body = Data(request.body)
        }
    }

    /// A reply and its outcome.
    struct Reply: Encodable, Sendable {
        let number: String
        let state: String
        let written: Date
        let expires: Date
        let tried: Date?
        let settled: Date?
        let tries: Int
        let code: String?
        let failedBefore: String?
        let traceID: String?
        /// The text that the follower reads.
        let text: String?
        let message: QueuedMessage?
        /// The raw message, where this version cannot read it.
        let unreadableMessage: Data?

        init(_ reply: ReplyRecord) {
            number = "\(reply.id)"
            state = reply.state.rawValue
            written = reply.created
            expires = reply.expires
            tried = reply.tried
            settled = reply.settled
            tries = reply.attempts
            code = reply.code
            failedBefore = reply.failure
            traceID = reply.traceID
            message = try? QueuedMessage(decoding: reply.message)
            text = message?.message.plainText
            unreadableMessage = message == nil ? reply.message : nil
        }
    }
}
