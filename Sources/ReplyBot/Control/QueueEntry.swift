internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// A reply or an event in a list for the operator; no text, no whole user id.
struct QueueEntry: Sendable {
    let number: QueueNumber
    let state: QueueState
    /// When the reply was written, or the event came.
    let since: Date
    let user: MaskedUserID
    let tries: Int
    let code: String?
    /// What failed before it was given up, where that is not the code itself.
    let failure: String?

    init(_ reply: ReplyRecord) {
        number = .reply(reply.id)
        state = QueueState(reply.state)
        since = reply.created
        user = MaskedUserID(reply.userID)
        tries = reply.attempts
        code = reply.code
        failure = reply.failure
    }

    init(_ event: EventRecord) {
        number = .event(event.id)
        state = .aside
        since = event.journaled.entry.received
        user = MaskedUserID(event.journaled.entry.userID)
        tries = event.deaths
        code = event.aside
        failure = nil
    }

    /// The newest entries in these states, the newest last.
    static func list(_ reader: JournalReader, states: Set<QueueState>, limit: Int) async throws -> [QueueEntry] {
        let wanted = ReplyRecord.State.allCases.filter { states.contains(QueueState($0)) }
        var entries = try await reader.replies(in: Set(wanted), limit: limit).map(QueueEntry.init)
        if states.contains(.aside) { entries += try await reader.asideEvents(limit: limit).map(QueueEntry.init) }
        entries.sort { ($0.since, $0.number.digits) < ($1.since, $1.number.digits) }
        return Array(entries.suffix(limit))
    }

    /// The entry as one line of JSON.
    func json() throws -> String {
        try JSONLine.text(
            Line(
                number: number,
                state: state.rawValue,
                since: since.formatted(.iso8601),
                user: user.description,
                tries: tries,
                code: code.map { LogToken($0).description },
                failure: failure.map { LogToken($0).description },
                remedy: code.map { DeliveryCode($0).remedy[.current] }
            )
        )
    }

    private struct Line: Encodable {
        let number: QueueNumber
        let state: String
        let since: String
        let user: String
        let tries: Int
        let code: String?
        let failure: String?
        let remedy: String?
    }
}
