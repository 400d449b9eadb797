import Foundation

extension DecisionExplanation {
    func caseLines(_ language: OperatorLanguage) -> [String] {
        guard let winner = decision.winner, winner.caseCount > 1 else { return [] }
        let states = scheduleNames(of: winner).compactMap { scheduleState($0, language) }
        return [(["\(winner.caseNumber)/\(winner.caseCount)"] + states).joined(separator: "  ")]
    }

    func cooldown(_ language: OperatorLanguage) -> [String] {
        let id = decision.winner?.rule ?? Fallback.id
        guard decision.text != nil || decision.winner != nil else { return [] }
        guard let end = decision.state.cooldowns[id] else { return [Phrase("无", "none")[language]] }
        return [until(end, language)]
    }

    var quota: [String] {
        let today = local.day.description
        let sent = decision.state.sent.flatMap { $0.day == today ? $0.messages : nil } ?? 0
        return ["\(sent)/\(rules.limits.dailyPerUser)"]
    }

    func question(_ language: OperatorLanguage) -> [String] {
        guard let question = decision.state.question else { return [] }
        return ["\(question.slot)  \(until(question.expires, language))"]
    }

    func handoff(_ language: OperatorLanguage) -> [String] {
        guard let end = decision.state.handoffUntil else { return [] }
        let notice = decision.handoffNotice.map { "  → \(Self.oneLine($0))" } ?? ""
        return [until(end, language) + notice]
    }

    func reply(_ language: OperatorLanguage) -> [String] {
        if decision.messages.isEmpty { return [Phrase("不回复", "nothing is sent")[language]] }
        return decision.messages.flatMap { message -> [String] in
            let kind = message.kind[language]
            let text = message.plainText.trimmingFinalNewlines
            let lines = text.components(separatedBy: "\n").map(Self.oneLine)
            let indent = String(repeating: " ", count: DisplayWidth.cells(kind))
            return lines.enumerated().map { ($0 == 0 ? kind : indent) + " " + $1 }
        }
    }

    private func until(_ end: Date, _ language: OperatorLanguage) -> String {
        let time = LocalTime(end, in: rules.account.timeZone)
        let text = time.day == local.day ? time.timeText : "\(time.day.description) \(time.timeText)"
        return Phrase("至 \(text)", "until \(text)")[language]
    }

    private func scheduleNames(of winner: Candidate) -> [String] {
        guard let rule = rules.rules.first(where: { $0.id == winner.rule }) else { return [] }
        var names: [String] = []
        for name in rule.cases.flatMap({ [$0.condition.schedule, $0.condition.notSchedule] }).compactMap(\.self)
        where !names.contains(name) { names.append(name) }
        return names
    }

    private func scheduleState(_ name: String, _ language: OperatorLanguage) -> String? {
        guard let schedule = rules.schedules[name] else { return nil }
        let isOpen = schedule.isOpen(at: local)
        let state = isOpen ? Phrase("此刻开放", "is open now") : Phrase("此刻关闭", "is closed now")
        let day = Phrase("(今天 \(schedule.today(local)))", " (today \(schedule.today(local)))")
        return "\(name) \(state[language])\(day[language])"
    }
}

extension OutgoingMessage {
    /// The kind of message in brackets.
    var kind: Phrase {
        switch self {
        case .text: Phrase("[文本]", "[text]")
        case .articles: Phrase("[图文]", "[articles]")
        }
    }
}
