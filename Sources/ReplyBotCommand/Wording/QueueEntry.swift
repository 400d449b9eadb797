internal import ArgumentParser
internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// A reply or an event in a list for the operator, without text and whole user id.
struct QueueEntry: Sendable {
    let number: QueueNumber
    let state: QueueState
    /// The time at which the reply was created or the event received.
    let since: Date
    let user: MaskedUserID
    /// The rule that replied; nil for an undecided event.
    let rule: String?
    let tries: Int
    let code: String?
    /// The last failure before it was given up, if that differs from the code.
    let failure: String?

    init(_ reply: ReplyRecord, rule: String?) {
        self.rule = rule
        number = .reply(reply.id)
        state = QueueState(reply.state)
        since = reply.created
        user = MaskedUserID(reply.userID)
        tries = reply.attempts
        code = reply.code
        failure = reply.failure
    }

    init(_ event: EventRecord) {
        rule = nil
        number = .event(event.id)
        state = .quarantined
        since = event.journaled.entry.received
        user = MaskedUserID(event.journaled.entry.userID)
        tries = event.deaths
        code = event.quarantineReason?.rawValue
        failure = nil
    }

    /// The newest entries in these states, the newest last.
    static func list(_ reader: JournalReader, states: Set<QueueState>, limit: Int) async throws -> [QueueEntry] {
        let wanted = ReplyRecord.State.allCases.filter { states.contains(QueueState($0)) }
        let replies = try await reader.replies(in: Set(wanted), limit: limit)
        let decisions = try await reader.decisions(on: Set(replies.map(\.eventID)))
        var entries = replies.map { reply in
            QueueEntry(reply, rule: decisions[reply.eventID].flatMap(RecordedRule.name))
        }
        if states.contains(.quarantined) {
            entries += try await reader.quarantinedEvents(limit: limit).map(QueueEntry.init)
        }
        entries.sort { ($0.since, $0.number.digits) < ($1.since, $1.number.digits) }
        return Array(entries.suffix(limit))
    }

    /// The entry as one line of JSON.
    func json(in time: OperatorTime) throws -> String {
        try JSONLine.text(
            Line(
                number: number,
                state: state.rawValue,
                since: time.json(since),
                user: user.description,
                rule: rule,
                tries: tries,
                code: code.map { ForeignText.word($0) },
                failure: failure.map { ForeignText.word($0) },
                remedy: code.map { DeliveryCode($0).remedy[.current] }
            )
        )
    }

    private struct Line: Encodable {
        let number: QueueNumber
        let state: String
        let since: String
        let user: String
        let rule: String?
        let tries: Int
        let code: String?
        let failure: String?
        let remedy: String?
    }
}

/// The parts of a recorded decision that all versions share.
struct RecordedRule: Decodable {
    private let rule: String?
    private let silent: String?

    /// The rule that answered; nil for silence.
    static func name(in decision: String) -> String? {
        read(decision)?.rule
    }

    /// Why the bot stayed silent; nil for an answer.
    static func silence(in decision: String) -> String? {
        read(decision)?.silent
    }

    private static func read(_ decision: String) -> RecordedRule? {
        try? JSONDecoder().decode(RecordedRule.self, from: Data(decision.utf8))
    }
}

/// The state of an entry of the queue.
enum QueueState: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// A waiting reply.
    case queued
    case sending
    case dead
    /// A quarantined event.
    case quarantined = "aside"
    /// A sent reply; not in lists.
    case sent

    static var allCases: [QueueState] { [.queued, .sending, .dead, .quarantined] }

    init(_ state: ReplyRecord.State) {
        self =
            switch state {
            case .queued: .queued
            case .sending: .sending
            case .sent: .sent
            case .dead: .dead
            }
    }

    var phrase: LocalizedText {
        switch self {
        case .queued: LocalizedText("等待", "queued")
        case .sending: LocalizedText("发送中", "sending")
        case .dead: LocalizedText("已放弃", "dead")
        case .quarantined: LocalizedText("搁置", "aside")
        case .sent: LocalizedText("已发出", "sent")
        }
    }
}
