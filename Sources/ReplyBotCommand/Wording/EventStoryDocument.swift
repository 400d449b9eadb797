internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// The story of one event as JSON, with times in the account's zone.
struct EventStoryDocument: Sendable {
    private let document: Document
    private let time: OperatorTime

    /// `present` is the rules on disk; nil where they cannot be read.
    init(_ story: EventStory, by present: LoadedRuleFiles?, showsWholeID: Bool, in time: OperatorTime) {
        self.time = time
        let review = present.flatMap { DecisionReview(story, by: $0) }
        document = Document(story, review, user: story.record.journaled.entry.userName(isWhole: showsWholeID))
    }

    /// The document.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .custom { [time] date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(time.precise(date).replacing(" ", with: "T"))
        }
        return ForeignText.json(String(decoding: try encoder.encode(document), as: UTF8.self))
    }
}

private struct Document: Encodable, Sendable {
    /// The version of the format.
    let v = 1
    let event: String
    let kind: String
    let user: String
    let origin: String
    let text: String?
    let created: Date
    let received: Date
    let state: String
    let deaths: Int
    let quarantine: String?
    let decided: Date?
    let decidedAt: Date?
    let rules: String?
    let rulesInUseSince: Date?
    let generation: Int?
    let rule: String?
    let silent: String?
    /// Whether the rules on disk decided; only then there are candidates.
    let rulesAreThoseOnDisk: Bool
    let candidates: [Candidate]?
    let before: ContactState?
    let after: ContactState?
    let replies: [Reply]
    let previous: String?
    let next: String?

    struct Candidate: Encodable {
        let rule: String
        let fate: String
        let matched: [String]
        let place: String
    }

    struct Reply: Encodable {
        let number: String
        let state: String
        let written: Date
        let expires: Date
        let settled: Date?
        let code: String?
        let traceID: String?
        let text: String?
        let attempts: [Attempt]
    }

    struct Attempt: Encodable {
        let number: Int
        let begun: Date?
        let ended: Date
        let outcome: String
        let code: String?
        let traceID: String?
    }

    init(_ story: EventStory, _ review: DecisionReview?, user: String) {
        let (record, entry, outcome) = (story.record, story.record.journaled.entry, story.record.outcome)
        event = "e\(record.id)"
        kind = entry.kind
        self.user = user
        origin = record.origin.rawValue
        text = RecordedText.text(of: entry)
        created = entry.created
        received = entry.received
        state = outcome.state
        deaths = record.deaths
        quarantine = record.quarantineReason.map { ForeignText.word($0.rawValue) }
        decided = record.decided
        decidedAt = record.decidedAt
        rules = story.rulesChecksum.map { ForeignText.word($0) }
        rulesInUseSince = story.rules?.at
        generation = story.rules?.generation
        rule = outcome.rule
        silent = outcome.silence
        rulesAreThoseOnDisk = review?.rules == .same
        let isReal = review?.rules == .same && review?.isStateKnown == true
        candidates =
            isReal
            ? review?.decision.candidates
                .map { candidate in
                    Candidate(
                        rule: candidate.rule,
                        fate: candidate.fate.phrase[.english],
                        matched: candidate.matched,
                        place: "\(candidate.location.path):\(candidate.location.line)"
                    )
                } : nil
        before = story.before
        after = story.after
        replies = story.replies.map { Reply($0, attempts: story.attempts[$0.id] ?? []) }
        previous = story.neighbours.previous.map { "e\($0.id)" }
        next = story.neighbours.next.map { "e\($0.id)" }
    }
}

extension Document.Reply {
    fileprivate init(_ reply: ReplyRecord, attempts: [AttemptRecord]) {
        self.init(
            number: reply.id.description,
            state: reply.state.rawValue,
            written: reply.created,
            expires: reply.expires,
            settled: reply.settled,
            code: reply.code,
            traceID: reply.traceID,
            text: (try? QueuedMessage(decoding: reply.message))?.message.plainText,
            attempts: attempts.map { attempt in
                Document.Attempt(
                    number: attempt.number,
                    begun: attempt.begun,
                    ended: attempt.ended,
                    outcome: attempt.outcome.rawValue,
                    code: attempt.code,
                    traceID: attempt.traceID
                )
            }
        )
    }
}
