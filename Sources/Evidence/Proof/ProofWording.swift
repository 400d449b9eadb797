package import OperatorText
import RuleAuthoring
import RuleEngine

extension ProofResult {
    /// What is true of all messages that are of no kind.
    package func closing(bounds: ProofBounds = ProofBounds()) -> LocalizedText {
        let possible = kinds.count { $0.witness == nil }
        let count = kinds.count - possible
        let hasSettings = settings.contains { !$0.isCovered }
        let apart = LocalizedText(
            hasSettings ? "除上述全局设置外，" : "",
            hasSettings ? "apart from the settings above, " : ""
        )
        let found = LocalizedText(
            count == 0 && possible > 0
                ? "\(possible) 类消息的回答可能有变化"
                : (count == 0 ? "没有消息的回答有变化" : "\(count) 类消息的回答有变化") + (possible > 0 ? "，另有 \(possible) 类可能有变化" : ""),
            count == 0 && possible > 0
                ? English.count(possible, of: "kind of message", plural: "kinds of message") + " may change"
                : (count == 0
                    ? "No kind of message changes"
                    : English.count(count, of: "kind of message changes", plural: "kinds of message change"))
                    + (possible > 0 ? ", and \(possible) more may" : "")
        )
        switch verdict {
        case .proved:
            return LocalizedText(
                "\(found.chinese)；\(apart.chinese)其余任何消息，状态相同时回答不变：已证明",
                "\(found.english); \(apart.english)for every \(kinds.isEmpty ? "" : "other ")message, state equal, "
                    + "nothing changes: proved"
            )
        case .sampled(let messages, let cut):
            return LocalizedText(
                "\(found.chinese)；\(apart.chinese)\(cut) 处搜索超出上限"
                    + "（每次 \(bounds.states) 个状态，总共 \(bounds.steps) 步，\(bounds.circumstances) 种情形），"
                    + "只试了 \(messages) 条随机消息，未见其他变化：抽样",
                "\(found.english); \(apart.english)"
                    + "\(English.count(cut, of: "search exceeds", plural: "searches exceed")) the bounds "
                    + "(\(English.count(bounds.states, of: "state")) each, \(English.count(bounds.steps, of: "step")) "
                    + "in all, \(English.count(bounds.circumstances, of: "circumstance"))), and "
                    + "\(English.count(messages, of: "random message shows", plural: "random messages show")) "
                    + "no other change: sampled"
            )
        }
    }
}

extension ProvedKind {
    /// The answerers, and a message that shows the change.
    package var line: LocalizedText {
        let pair = LocalizedText(
            "\(old.phrase.chinese) → \(new.phrase.chinese)",
            "\(old.phrase.english) → \(new.phrase.english)"
        )
        guard let witness else {
            return LocalizedText(
                "\(pair.chinese)：内容可能不同，没有找到例子",
                "\(pair.english): may differ, no example found"
            )
        }
        let note = witness.note
        let same = LocalizedText(old == new ? "（内容不同）" : "", old == new ? " (with another answer)" : "")
        return LocalizedText(
            "\(pair.chinese)\(same.chinese)：\(witness.sample.chinese)\(note.chinese)",
            "\(pair.english)\(same.english): \(witness.sample.english)\(note.english)"
        )
    }
}

extension Answerer {
    /// The rule with its case, the fallback, or silence with its reason.
    package var phrase: LocalizedText {
        switch self {
        case .rule(let id, let number):
            number == 1
                ? LocalizedText(verbatim: id) : LocalizedText("\(id)（情形 \(number)）", "\(id) (case \(number))")
        case .fallback: DecisionOutcome.replied(rule: Fallback.id).phrase
        case .silent(let reason): DecisionOutcome.silent(reason).phrase
        }
    }
}

extension Witness {
    /// The greatest number of characters of a message that is shown.
    private static let limit = 60

    /// The message in quotation marks, or the event as `replybot try --event` takes it.
    package var sample: LocalizedText {
        if let text {
            let shown = ForeignText.oneLine(text, mark: "␣", limit: Self.limit)
            return LocalizedText("“\(shown)”", "“\(shown)”")
        }
        let value = (event.menu ?? event.scene).map { ":" + ForeignText.oneLine($0, limit: Self.limit) } ?? ""
        return LocalizedText(verbatim: "--event \(event.kind.rawValue)\(value)")
    }

    /// The state and the moment, where they matter; empty for an ordinary follower at an ordinary time.
    package var note: LocalizedText {
        var notes: [LocalizedText] = []
        if let time { notes.append(LocalizedText(verbatim: "--at \(time.day)T\(time.timeText)")) }
        if isTester { notes.append(LocalizedText(verbatim: "--as-tester")) }
        if let slot = state.question?.slot { notes.append(LocalizedText("提问“\(slot)”期间", "while “\(slot)” is asked")) }
        if state.isKnown { notes.append(LocalizedText("不是首次联系", "not at first contact")) }
        if state.handoffUntil != nil { notes.append(LocalizedText("人工接待中", "during a hand-off")) }
        for rule in cooling { notes.append(LocalizedText("“\(rule)”冷却中", "while \(rule) cools")) }
        guard !notes.isEmpty else { return LocalizedText(verbatim: "") }
        return LocalizedText(
            "（" + notes.map(\.chinese).joined(separator: "，") + "）",
            " (" + notes.map(\.english).joined(separator: ", ") + ")"
        )
    }
}

extension ChangedSetting {
    /// The setting, and how the statement treats it.
    package var line: LocalizedText {
        let name =
            switch self {
            case .fallback: LocalizedText("兜底 fallback", "fallback")
            case .schedule(let schedule): LocalizedText("时间表“\(schedule)”", "schedule “\(schedule)”")
            case .testers: LocalizedText("account.testers", "account.testers")
            case .limits: LocalizedText("limits", "limits")
            case .resumeWords: LocalizedText("limits.resume_words", "limits.resume_words")
            case .timeZone: LocalizedText("account.timezone", "account.timezone")
            case .slotsKeep: LocalizedText("account.slots_keep", "account.slots_keep")
            }
        return isCovered
            ? LocalizedText("\(name.chinese) 有变化，相关规则按已更改处理", "\(name.english) differs; its rules count as changed")
            : LocalizedText(
                "\(name.chinese) 有变化，影响所有消息；以下结论两边都按新值",
                "\(name.english) differs, for every message; the statement takes the new value on both sides"
            )
    }
}
