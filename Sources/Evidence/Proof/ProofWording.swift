package import OperatorText
import RuleAuthoring
import RuleEngine

extension ProofResult {
    /// The kinds, one a line, then the settings that hold for every message, then the closing sentence.
    ///
    /// At most `limit` kinds are shown, those with the shortest messages first.
    package func lines(limit: Int = .max, bounds: ProofBounds = ProofBounds()) -> [LocalizedText] {
        let shown = kinds.enumerated().sorted { ($0.element.length, $0.offset) < ($1.element.length, $1.offset) }
            .map(\.element.line)
        let rest = kinds.count - limit
        let more = rest > 0 ? [LocalizedText("… 另有 \(rest) 类", "… and \(rest) more")] : []
        return Array(shown.prefix(limit)) + more + settings.filter { !$0.isCovered }.map(\.line) + [
            closing(bounds: bounds)
        ]
    }

    /// What is true of all messages that are of no kind.
    package func closing(bounds: ProofBounds = ProofBounds()) -> LocalizedText {
        let count = kinds.count
        let hasSettings = settings.contains { !$0.isCovered }
        let apart = LocalizedText(
            hasSettings ? "除上述全局设置外，" : "",
            hasSettings ? "apart from the settings above, " : ""
        )
        switch verdict {
        case .proved:
            let found = LocalizedText(
                count == 0 ? "没有消息的回答有变化；" : "\(count) 类消息的回答有变化；",
                count == 0
                    ? "No kind of message changes; "
                    : "\(count) \(count == 1 ? "kind of message changes" : "kinds of message change"); "
            )
            return LocalizedText(
                "\(found.chinese)\(apart.chinese)其余任何消息，状态相同时回答不变：已证明",
                "\(found.english)\(apart.english)for every \(count == 0 ? "" : "other ")message, state equal, "
                    + "nothing changes: proved"
            )
        case .sampled(let messages, let open):
            return LocalizedText(
                "已找到 \(count) 类变化；\(apart.chinese)\(open) 处搜索超出上限"
                    + "（每次 \(bounds.states) 个状态，总共 \(bounds.steps) 步，\(bounds.circumstances) 种情形），"
                    + "只试了 \(messages) 条随机消息，未见其他变化：抽样",
                "\(count) \(count == 1 ? "kind" : "kinds") of change found; \(apart.english)\(open) "
                    + "\(open == 1 ? "search exceeds" : "searches exceed") the bounds (\(bounds.states) states each, "
                    + "\(bounds.steps) steps in all, \(bounds.circumstances) circumstances), and \(messages) random "
                    + "messages show no other change: sampled"
            )
        }
    }
}

extension ProvedKind {
    /// The number of characters of the message; kinds without a message come last.
    fileprivate var length: Int { witness.map { $0.text?.unicodeScalars.count ?? 0 } ?? .max }

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
