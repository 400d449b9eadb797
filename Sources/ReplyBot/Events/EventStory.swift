package import BotCore
package import Foundation
package import ReplyStore
package import RuleEngine

/// Everything that is kept of one event: what came, how it was decided, and what became of the replies.
package struct EventStory: Sendable {
    /// The numbers on each side among which the follower's previous and next event are looked for.
    package static let reach: Int64 = 100_000

    package let record: EventRecord
    /// The event in the terms of rules; nil where the request is encrypted or cannot be read.
    package let event: RuleEvent?
    /// The follower before the decision; nil where it was not kept.
    package let before: ContactState?
    /// The follower after it; nil where it is not known.
    package let after: ContactState?
    /// The beginning of the checksum of the rules that decided.
    package let rulesChecksum: String?
    /// When those rules took effect; nil where it is not kept.
    package let rules: RuleChange?
    /// The replies in order.
    package let replies: [ReplyRecord]
    /// The ended attempts at each reply, in order.
    package let attempts: [ReplyID: [AttemptRecord]]
    /// The same follower's events next to it.
    package let neighbours: EventNeighbours

    /// Reads the story of an event; nil when there is no such event.
    package static func read(_ id: EventID, from reader: JournalReader) async throws -> EventStory? {
        guard let record = try await reader.event(id) else { return nil }
        let neighbours = try await reader.neighbours(of: record, within: reach)
        let checksum = record.journaled.decision.flatMap(DecisionRecord.init(json:))?.rules
        let decidedAt = record.decidedAt ?? .distantFuture
        var rules: RuleChange?
        if let checksum { rules = try await reader.ruleChange(of: checksum, until: decidedAt) }
        return EventStory(
            record: record,
            event: RecordedText.ruleEvent(of: record.journaled),
            before: record.basis.flatMap { try? ContactState($0) },
            after: try await after(record, neighbours, from: reader),
            rulesChecksum: checksum,
            rules: rules,
            replies: try await reader.replies(to: id),
            attempts: Dictionary(grouping: try await reader.attempts(answering: id)) { $0.replyID },
            neighbours: neighbours
        )
    }

    /// The state that the next decision found, or that is kept now.
    private static func after(
        _ record: EventRecord,
        _ neighbours: EventNeighbours,
        from reader: JournalReader
    ) async throws -> ContactState? {
        guard record.decided != nil else { return nil }
        if let next = neighbours.next, next.decided != nil { return next.basis.flatMap { try? ContactState($0) } }
        let entry = record.journaled.entry
        guard let contact = try await reader.contact(appID: entry.appID, userID: entry.userID) else { return nil }
        return try? ContactState(DecisionBasis(contact))
    }
}

/// The decision about a recorded event made again, with the follower as they were then and the rules of now.
package struct DecisionReview: Sendable {
    /// How the present rules relate to those that decided.
    package enum Rules: Sendable, Hashable {
        case same
        /// The rules of another checksum decided.
        case other(recorded: String)
        /// The event was not decided, or by rules without a checksum.
        case unknown
    }

    /// How the answer of now relates to the recorded one.
    package enum Answer: Sendable, Hashable {
        case same
        /// The same rule answers with another text.
        case otherText
        case other
        /// The event was not decided.
        case none
    }

    package let event: RuleEvent
    package let decision: Decision
    package let rules: Rules
    /// The beginning of the checksum of the present rules.
    package let presentChecksum: String
    package let answer: Answer
    /// Whether the follower before the decision was kept; else they count as new.
    package let isStateKnown: Bool
    /// The time as of which the decision is made.
    package let time: Date

    /// Decides the event of a story again; nil where its request cannot be read.
    package init?(_ story: EventStory, by present: LoadedRuleFiles) {
        guard let event = story.event else { return nil }
        self.event = event
        time = story.record.decided ?? story.record.journaled.entry.received
        isStateKnown = story.before != nil
        presentChecksum = present.shortChecksum
        let decision = present.rules.decide(event, state: story.before ?? ContactState(), at: time)
        self.decision = decision
        let recorded = story.record.journaled.decision.flatMap(DecisionRecord.init(json:))
        rules =
            switch recorded?.rules {
            case nil: .unknown
            case present.shortChecksum: .same
            case let checksum?: .other(recorded: checksum)
            }
        answer = recorded.map { Self.answer(decision, recorded: $0, replies: story.replies) } ?? .none
    }

    private static func answer(_ decision: Decision, recorded: DecisionRecord, replies: [ReplyRecord]) -> Answer {
        let present = DecisionRecord(decision)
        guard present.rule == recorded.rule, present.caseNumber == recorded.caseNumber,
            present.silent == recorded.silent
        else { return .other }
        // A reply that was pruned, or never written by an import, cannot differ.
        let texts = replies.compactMap { try? QueuedMessage(decoding: $0.message).message }
        return texts.isEmpty || texts == decision.messages ? .same : .otherText
    }
}

/// The rule files on disk, compiled, with the beginning of their checksum.
package struct LoadedRuleFiles: Sendable {
    package let rules: RuleSet
    package let shortChecksum: String

    /// Reads a file or a folder.
    ///
    /// - Throws: `CommandFailure` when it cannot be read, or has errors.
    package init(path: String) throws {
        let content = try RuleContent(path: path)
        rules = try LoadedRules(content, now: Date()).ruleSet()
        shortChecksum = String(content.checksum.prefix(RunningRules.shortLength))
    }

    package init(rules: RuleSet, shortChecksum: String) {
        self.rules = rules
        self.shortChecksum = shortChecksum
    }
}
