package import Foundation
package import OperatorText
package import RuleEngine

/// A decision as a table for operators: the matches, the winner and the reason (RULES D, `try --explain`).
package struct DecisionExplanation: Sendable {
    let decision: Decision
    let rules: RuleSet
    private let event: RuleEvent
    private let local: LocalTime

    /// Explains a decision of `rules` on `event` at a moment.
    package init(_ decision: Decision, event: RuleEvent, rules: RuleSet, at now: Date) {
        self.decision = decision
        self.event = event
        self.rules = rules
        local = LocalTime(now, in: rules.account.timeZone)
    }

    /// One line, such as `退款 ← 关键词“退款”(2 字)`.
    package func summary(_ language: OperatorLanguage) -> String {
        let outcome = decision.outcome.phrase[language] + yielding[language]
        guard case .replied(let rule) = decision.outcome, let winner = decision.winner, winner.rule == rule else {
            return outcome
        }
        return "\(outcome) ← \(winner.evidence[language])"
    }

    /// The class of reply for which the quota had no room.
    private var yielding: LocalizedText {
        guard decision.outcome == .silent(.quota), let name = decision.replyClass?.phrase else {
            return LocalizedText("", "")
        }
        return LocalizedText("（\(name.chinese)）", " for \(name.english)")
    }

    /// The whole table, lines separated by newlines, without one at the end.
    package func render(_ language: OperatorLanguage) -> String {
        let sections = sections(language).filter { !$0.lines.isEmpty }
        let width = sections.map { DisplayWidth.cells($0.label[language]) }.max() ?? 0
        return
            sections.flatMap { label, lines in
                lines.enumerated()
                    .map { index, line in TextTable.padded(index == 0 ? label[language] : "", to: width) + "  " + line }
            }
            .joined(separator: "\n")
    }

    /// The parts of the table in reading order.
    private func sections(_ language: OperatorLanguage) -> [(label: LocalizedText, lines: [String])] {
        [
            (LocalizedText("消息", "message"), message),
            (LocalizedText("归一化", "normalised"), normalised(language)),
            (LocalizedText("候选", "candidates"), candidates(language)),
            (LocalizedText("排除", "excluded"), exclusions(language)),
            (LocalizedText("结果", "outcome"), [summary(language)]),
            (LocalizedText("情形", "case"), caseLines(language)),
            (LocalizedText("冷却", "cooldown"), cooldown(language)),
            (LocalizedText("额度", "quota"), [quota]),
            (LocalizedText("提问", "question"), question(language)),
            (LocalizedText("转人工", "hand-off"), handoff(language)),
            (LocalizedText("回复", "reply"), reply(language)),
        ]
    }
}

// The matches and the winner.
extension DecisionExplanation {
    fileprivate var message: [String] {
        if case .text(let text) = event.content { return [ForeignText.oneLine(text)] }
        let detail = event.menu ?? event.scene
        return ["[\(event.kind.rawValue)]" + (detail.map { " " + ForeignText.oneLine($0) } ?? "")]
    }

    fileprivate func normalised(_ language: OperatorLanguage) -> [String] {
        guard let text = decision.text else { return [] }
        let folded = text.foldedText
        var notes = ["第 \(decision.normalizationVersion) 版"]
        if language == .english { notes = ["version \(decision.normalizationVersion)"] }
        if case .text(folded) = event.content { notes.append(LocalizedText("无变化", "unchanged")[language]) }
        if text.isTruncated { notes.append(LocalizedText("过长，已截断", "too long, cut off")[language]) }
        let listed = notes.joined(separator: language == .chinese ? "，" : ", ")
        return ["\(ForeignText.oneLine(folded))  \(language == .chinese ? "（\(listed)）" : "(\(listed))")"]
    }

    /// A line for each rule that matched, the winner first.
    package func candidates(_ language: OperatorLanguage) -> [String] {
        var table = TextTable()
        for (index, candidate) in decision.candidates.enumerated() {
            let priority = LocalizedText(
                "优先级 \(candidate.precedence.priority)",
                "priority \(candidate.precedence.priority)"
            )
            table.add([
                "\(index + 1)", candidate.rule, priority[language], ForeignText.oneLine(candidate.evidence[language]),
                "\(candidate.location.path):\(candidate.location.line)", fate(of: candidate, language),
            ])
        }
        return table.lines
    }

    private func fate(of candidate: Candidate, _ language: OperatorLanguage) -> String {
        let fate = candidate.fate.phrase[language]
        guard candidate.fate == .won else { return fate }
        guard let reason = winningReason else {
            return "← \(fate)\(LocalizedText("：唯一可用的命中", ": the only match")[language])"
        }
        return "← \(fate)\(language == .chinese ? "：" : ": ")\(reason.winningPhrase[language])"
    }

    /// Why the highest of the losers lost.
    private var winningReason: LossReason? {
        decision.candidates.lazy.compactMap { if case .lost(let reason) = $0.fate { reason } else { nil } }.first
    }

    /// A line for each rule whose text matched but which took no part.
    package func exclusions(_ language: OperatorLanguage) -> [String] {
        var table = TextTable()
        for exclusion in decision.exclusions {
            let place = "\(exclusion.location.path):\(exclusion.location.line)"
            table.add([exclusion.rule, ForeignText.oneLine(exclusion.reason.phrase[language]), place])
        }
        return table.lines
    }
}

// The consequences of the decision.
extension DecisionExplanation {
    fileprivate func caseLines(_ language: OperatorLanguage) -> [String] {
        guard let winner = decision.winner, winner.caseCount > 1 else { return [] }
        let states = scheduleNames(of: winner).compactMap { scheduleState($0, in: language) }
        return [(["\(winner.caseNumber)/\(winner.caseCount)"] + states).joined(separator: "  ")]
    }

    fileprivate func cooldown(_ language: OperatorLanguage) -> [String] {
        let id = decision.winner?.rule ?? Fallback.id
        guard decision.text != nil || decision.winner != nil else { return [] }
        guard let end = decision.state.cooldowns[id] else { return [LocalizedText("无", "none")[language]] }
        return [until(end, in: language)]
    }

    fileprivate var quota: String {
        let today = local.day.description
        let sent = decision.state.sent.flatMap { $0.day == today ? $0.messages : nil } ?? 0
        return "\(sent)/\(rules.limits.dailyPerUser)"
    }

    fileprivate func question(_ language: OperatorLanguage) -> [String] {
        guard let question = decision.state.question else { return [] }
        return ["\(question.slot)  \(until(question.expires, in: language))"]
    }

    fileprivate func handoff(_ language: OperatorLanguage) -> [String] {
        guard let end = decision.state.handoffUntil else { return [] }
        let notice = decision.handoffNotice.map { "  → \(ForeignText.oneLine($0))" } ?? ""
        return [until(end, in: language) + notice]
    }

    fileprivate func reply(_ language: OperatorLanguage) -> [String] {
        if decision.messages.isEmpty { return [LocalizedText("不回复", "nothing is sent")[language]] }
        return decision.messages.flatMap { message -> [String] in
            let kind = message.kind[language]
            let text = message.plainText.trimmingFinalNewlines
            let lines = text.components(separatedBy: "\n").map { ForeignText.oneLine($0) }
            let indent = String(repeating: " ", count: DisplayWidth.cells(kind))
            return lines.enumerated().map { ($0 == 0 ? kind : indent) + " " + $1 }
        }
    }

    private func until(_ end: Date, in language: OperatorLanguage) -> String {
        let time = LocalTime(end, in: rules.account.timeZone)
        let text = time.day == local.day ? time.timeText : "\(time.day.description) \(time.timeText)"
        return LocalizedText("至 \(text)", "until \(text)")[language]
    }

    private func scheduleNames(of winner: Candidate) -> [String] {
        guard let rule = rules.rules.first(where: { $0.id == winner.rule }) else { return [] }
        var names: [String] = []
        for name in rule.cases.flatMap({ [$0.condition.schedule, $0.condition.notSchedule] }).compactMap(\.self)
        where !names.contains(name) { names.append(name) }
        return names
    }

    private func scheduleState(_ name: String, in language: OperatorLanguage) -> String? {
        guard let schedule = rules.schedules[name] else { return nil }
        let isOpen = schedule.isOpen(at: local)
        let state = isOpen ? LocalizedText("此刻开放", "is open now") : LocalizedText("此刻关闭", "is closed now")
        let day = LocalizedText("（今天 \(schedule.today(local))）", " (today \(schedule.today(local)))")
        return "\(name) \(state[language])\(day[language])"
    }
}

extension OutgoingMessage {
    /// The kind of message in brackets.
    fileprivate var kind: LocalizedText {
        switch self {
        case .text: LocalizedText("[文本]", "[text]")
        case .articles: LocalizedText("[图文]", "[articles]")
        }
    }
}
