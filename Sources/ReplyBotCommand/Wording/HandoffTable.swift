internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// The hand-offs as a table.
struct HandoffTable: Sendable {
    private let handoffs: [HandoffRecord]
    private let showsWholeIDs: Bool
    private let now: Date
    private let time: OperatorTime

    init(_ handoffs: [HandoffRecord], showsWholeIDs: Bool, at now: Date, in time: OperatorTime) {
        self.time = time
        self.handoffs = handoffs
        self.showsWholeIDs = showsWholeIDs
        self.now = now
    }

    /// The table in at most 80 columns.
    func render(_ language: OperatorLanguage) -> String {
        let titles = [
            LocalizedText("用户", "USER"), LocalizedText("到", "UNTIL"), LocalizedText("还有", "LEFT"),
            LocalizedText("上次互动", "LAST SEEN"),
        ]
        var table = TextTable(titles.map { $0[language] })
        for handoff in handoffs {
            table.add([
                handoff.name(isWhole: showsWholeIDs), time.text(handoff.until),
                AgeText.text(now, at: handoff.until), AgeText.text(handoff.lastInteraction, at: now),
            ])
        }
        return table.render()
    }
}

extension HandoffRecord {
    /// The hand-off as one line of JSON.
    func json(showsWholeID: Bool, in time: OperatorTime) throws -> String {
        try JSONLine.text([
            "user": name(isWhole: showsWholeID), "until": time.json(until),
            "last_interaction": time.json(lastInteraction),
        ])
    }

    fileprivate func name(isWhole: Bool) -> String {
        isWhole ? ForeignText.word(userID) : "\(MaskedUserID(userID))"
    }
}
