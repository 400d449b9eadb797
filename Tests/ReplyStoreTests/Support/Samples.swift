import BotCore
import Foundation
import ReplyStore
import Testing

/// The time of the tests.
let noon = Date(timeIntervalSince1970: 1_770_696_000)
/// The day of the tests.
let today = "2026-02-10"

extension JournalEntry {
    /// The entry number `number` of a user, created and received that many seconds after noon.
    static func sample(_ number: Int, user: String = "2088", isStale: Bool = false) -> JournalEntry {
        let key = bytes(of: number)
        let time = noon.addingTimeInterval(Double(number))
        return JournalEntry(
            dedupeKey: key + [UInt8](repeating: 7, count: 8),
            appID: "2014",
            userID: user,
            kind: "text",
            created: time,
            received: time,
            request: RecordedRequest(query: "service=x", contentType: "text/plain;charset=GBK", body: [0xB0, 0xA1, 0]),
            isStale: isStale
        )
    }

    /// A sample with a body of the usual size.
    static func long(_ number: Int) -> JournalEntry {
        var entry = sample(number)
        entry.request.body = (0..<1_500).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
        return entry
    }

    private static func bytes(of number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

extension ReplyStore {
    /// Records an entry that must be new.
    func recordFirst(_ entry: JournalEntry) async throws -> EventID {
        guard case .first(let event) = try await record(entry) else { throw Unexpected.duplicate }
        return event
    }

    /// Records an entry and decides it with one reply for each text.
    @discardableResult
    func queue(
        _ texts: String...,
        number: Int,
        user: String = "2088",
        lifetime: TimeInterval = 300
    ) async throws -> EventID {
        let event = try await recordFirst(.sample(number, user: user))
        try await commit(.sample(event, user: user, replies: texts, lifetime: lifetime))
        return event
    }

    /// Claims with a lease of 30 seconds.
    func claim(
        _ limit: Int = 10,
        at now: Date = noon,
        token: UInt64 = 1,
        day: String = today
    ) async throws -> [QueuedReply] {
        try await claim(limit: limit, now: now, leaseFor: 30, token: LeaseToken(rawValue: token), day: day).replies
    }

    /// When the next reply can be claimed, from a claim of none.
    func nextDue() async throws -> Date? {
        let token = LeaseToken(rawValue: 0)
        return try await claim(limit: 0, now: noon, leaseFor: 30, token: token, day: today).nextDue
    }

    /// Claims the only reply that is claimable.
    func claimOne(at now: Date = noon, token: UInt64 = 1, day: String = today) async throws -> QueuedReply {
        let replies = try await claim(at: now, token: token, day: day)
        try #require(replies.count == 1)
        return try #require(replies.first)
    }

    /// The sample user's contact.
    func sampleContact(user: String = "2088") async throws -> Contact {
        try #require(try await contact(appID: "2014", userID: user))
    }
}

extension DecidedEvent {
    /// A decision at noon with these replies.
    static func sample(
        _ event: EventID,
        user: String = "2088",
        replies: [String],
        lifetime: TimeInterval = 300
    ) -> DecidedEvent {
        DecidedEvent(
            eventID: event,
            contact: Contact(appID: "2014", userID: user, lastInteraction: noon, state: Data("state".utf8)),
            replies: replies.map { ReplyDraft(message: Data($0.utf8), expires: noon.addingTimeInterval(lifetime)) },
            decision: #"{"winner":"\#(event)"}"#,
            at: noon
        )
    }
}

extension QueuedReply {
    /// The message as text.
    var text: String { String(decoding: message, as: UTF8.self) }
}

extension ReplyReason: ExpressibleByStringLiteral {
    /// A reason without a trace.
    package init(stringLiteral code: String) {
        self.init(code: code)
    }
}

/// Errors of the tests themselves.
enum Unexpected: Error {
    case duplicate
    case failure
}
