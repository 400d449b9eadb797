extension DecisionExplanation {
    /// The parts of the table in reading order; a part without lines is left out.
    var sections: [ExplanationSection] {
        [
            ExplanationSection(Phrase("消息", "message")) { _ in message },
            ExplanationSection(Phrase("归一化", "normalised"), normalised),
            ExplanationSection(Phrase("候选", "candidates"), candidates),
            ExplanationSection(Phrase("排除", "excluded"), exclusions),
            ExplanationSection(Phrase("结果", "outcome")) { [summary($0)] },
            ExplanationSection(Phrase("情形", "case"), caseLines),
            ExplanationSection(Phrase("冷却", "cooldown"), cooldown),
            ExplanationSection(Phrase("额度", "quota")) { _ in quota },
            ExplanationSection(Phrase("提问", "question"), question),
            ExplanationSection(Phrase("转人工", "hand-off"), handoff),
            ExplanationSection(Phrase("回复", "reply"), reply),
        ]
    }

    private var message: [String] {
        if case .text(let text) = event.content { return [Self.oneLine(text)] }
        let detail = event.menu ?? event.scene
        return ["[\(event.kind.rawValue)]" + (detail.map { " " + Self.oneLine($0) } ?? "")]
    }

    private func normalised(_ language: OperatorLanguage) -> [String] {
        guard let text = decision.text else { return [] }
        let folded = text.foldedText
        var notes = ["第 \(decision.normalizationVersion) 版"]
        if language == .english { notes = ["version \(decision.normalizationVersion)"] }
        if case .text(folded) = event.content { notes.append(Phrase("无变化", "unchanged")[language]) }
        if text.isTruncated { notes.append(Phrase("过长,已截断", "too long, cut off")[language]) }
        return ["\(Self.oneLine(folded))  (\(notes.joined(separator: language == .chinese ? "," : ", ")))"]
    }

    private func candidates(_ language: OperatorLanguage) -> [String] {
        var table = TextTable()
        for (index, candidate) in decision.candidates.enumerated() {
            let priority = Phrase("优先级 \(candidate.precedence.priority)", "priority \(candidate.precedence.priority)")
            table.add([
                "\(index + 1)", candidate.rule, priority[language], Self.oneLine(candidate.evidence[language]),
                "\(candidate.location.path):\(candidate.location.line)", fate(of: candidate, language),
            ])
        }
        return table.lines
    }

    private func fate(of candidate: Candidate, _ language: OperatorLanguage) -> String {
        let fate = candidate.fate.phrase[language]
        guard candidate.fate == .won else { return fate }
        guard let reason = winningReason else {
            return "← \(fate)\(Phrase(":唯一可用的命中", ": the only match")[language])"
        }
        return "← \(fate)\(language == .chinese ? ":" : ": ")\(reason.winningPhrase[language])"
    }

    /// Why the best of the losers lost.
    private var winningReason: LossReason? {
        decision.candidates.lazy.compactMap { if case .lost(let reason) = $0.fate { reason } else { nil } }.first
    }

    private func exclusions(_ language: OperatorLanguage) -> [String] {
        var table = TextTable()
        for exclusion in decision.exclusions {
            let place = "\(exclusion.location.path):\(exclusion.location.line)"
            table.add([exclusion.rule, Self.oneLine(exclusion.reason.phrase[language]), place])
        }
        return table.lines
    }

    /// A text without line breaks, and without characters that move the cursor or turn the writing direction.
    static func oneLine(_ text: String) -> String {
        let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            case .format: nil
            default: scalar
            }
        }
        return String(scalars[...])
    }
}
