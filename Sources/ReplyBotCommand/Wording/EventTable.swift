internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// Recorded events as a table, or as a line of JSON each.
struct EventTable: Sendable {
    /// The largest width of an outcome, which leaves room for the text.
    private static let outcomeWidth = 16

    private let listing: EventListing
    private let showsWholeIDs: Bool
    private let time: OperatorTime

    init(_ listing: EventListing, showsWholeIDs: Bool, in time: OperatorTime) {
        self.listing = listing
        self.showsWholeIDs = showsWholeIDs
        self.time = time
    }

    /// The table in at most 80 columns; texts are cut.
    func render(_ language: OperatorLanguage) -> String {
        let titles = [
            LocalizedText("事件", "EVENT"), LocalizedText("收到", "RECEIVED"), LocalizedText("用户", "USER"),
            LocalizedText("结果", "OUTCOME"), LocalizedText("回复", "REPLY"), LocalizedText("内容", "TEXT"),
        ]
        var table = TextTable(titles.map { $0[language] })
        for event in listing.events {
            let entry = event.journaled.entry
            table.add([
                "e\(event.id)", time.short(entry.received), entry.userName(isWhole: showsWholeIDs),
                TextTable.cut(ForeignText.oneLine(event.outcome.phrase[language]), to: Self.outcomeWidth),
                Self.replies(listing.replies[event.id] ?? [], language), event.content,
            ])
        }
        return table.render()
    }

    /// The states of the replies, such as `sent` or `2 sent`.
    private static func replies(_ replies: [ReplyRecord], _ language: OperatorLanguage) -> String {
        guard !replies.isEmpty else { return "-" }
        let states = QueueState.allCases + [.sent]
        return
            states.compactMap { state in
                let count = replies.count { QueueState($0.state) == state }
                guard count > 0 else { return nil }
                return (count > 1 ? "\(count) " : "") + state.phrase[language]
            }
            .joined(separator: "+")
    }

    /// A line of JSON for each event.
    func json() throws -> [String] {
        try listing.events.map { event in
            let entry = event.journaled.entry
            let outcome = event.outcome
            return try JSONLine.text(
                Line(
                    event: "e\(event.id)",
                    received: time.json(entry.received),
                    user: entry.userName(isWhole: showsWholeIDs),
                    kind: entry.kind,
                    text: RecordedText.text(of: entry),
                    rule: outcome.rule,
                    silent: outcome.silence,
                    state: outcome.state,
                    replies: (listing.replies[event.id] ?? [])
                        .map { .init(number: $0.id.description, state: $0.state.rawValue) },
                    origin: event.origin.rawValue
                )
            )
        }
    }

    private struct Line: Encodable {
        struct Reply: Encodable {
            let number: String
            let state: String
        }

        let event: String
        let received: String
        let user: String
        let kind: String
        let text: String?
        let rule: String?
        let silent: String?
        let state: String
        let replies: [Reply]
        let origin: String
    }
}

extension JournalEntry {
    /// The follower's id, masked unless it is wanted whole.
    func userName(isWhole: Bool) -> String {
        isWhole ? ForeignText.word(userID) : "\(MaskedUserID(userID))"
    }
}

extension EventRecord {
    /// The text on one line, or the kind in brackets.
    fileprivate var content: String {
        let entry = journaled.entry
        guard let text = RecordedText.text(of: entry), entry.kind == "text" else {
            return "[\(ForeignText.word(entry.kind))]"
                + (RecordedText.text(of: entry).map { " " + ForeignText.oneLine($0) } ?? "")
        }
        return ForeignText.oneLine(text)
    }

    /// What became of the event.
    var outcome: RecordedOutcome { RecordedOutcome(self) }
}

/// What became of an event.
struct RecordedOutcome: Sendable {
    /// The rule that answered; nil for silence.
    let rule: String?
    /// Why nothing was answered; nil for an answer.
    let silence: String?
    /// `decided`, `undecided`, `aside` or `stale`.
    let state: String
    private let reason: QuarantineReason?

    init(_ event: EventRecord) {
        reason = event.quarantineReason
        let decision = event.journaled.decision
        rule = decision.flatMap(RecordedRule.name)
        if event.journaled.entry.isStale {
            (silence, state) = (SilenceReason.stale.rawValue, "stale")
        } else if reason != nil {
            (silence, state) = (nil, "aside")
        } else {
            silence = decision.flatMap(RecordedRule.silence)
            state = decision == nil ? "undecided" : "decided"
        }
    }

    var phrase: LocalizedText {
        if let reason {
            let word = ForeignText.word(reason.rawValue)
            return LocalizedText("搁置（\(word)）", "aside (\(word))")
        }
        if let rule {
            return rule == Fallback.id ? DecisionOutcome.replied(rule: rule).phrase : LocalizedText(verbatim: rule)
        }
        guard let silence else { return LocalizedText("尚未判定", "not decided yet") }
        if silence == ReasonCode.dropped.rawValue { return LocalizedText("已由操作员放弃", "dropped by an operator") }
        return SilenceReason(rawValue: silence).map { DecisionOutcome.silent($0).phrase }
            ?? LocalizedText(verbatim: ForeignText.word(silence))
    }
}
