internal import AlipayClient
internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// The records about a follower, for a person.
struct FollowerReport: Sendable {
    private let record: FollowerRecord
    private let now: Date
    private let time: OperatorTime
    private let showsText: Bool
    private let limit: Int

    init(_ record: FollowerRecord, at now: Date, in time: OperatorTime, showsText: Bool, limit: Int) {
        self.record = record
        self.now = now
        self.time = time
        self.showsText = showsText
        self.limit = limit
    }

    /// The state, then the newest events with their replies.
    func render(_ language: OperatorLanguage) -> String {
        let states = record.contacts.map { contact in
            let lines = lines(of: contact)
            let width = lines.map { DisplayWidth.cells($0.name[language]) }.max() ?? 0
            return
                lines.map { line in
                    let name = line.name[language]
                    let value = ForeignText.oneLine(line.value[language])
                    return name + TextTable.wrapped(value, indent: width + 2).dropFirst(DisplayWidth.cells(name))
                }
                .joined(separator: "\n")
        }
        return (states + [events(language)]).joined(separator: "\n\n")
    }

    private typealias Line = (name: LocalizedText, value: LocalizedText)

    private func lines(of contact: Contact) -> [Line] {
        let memory = contact.state.flatMap { try? JSONDecoder().decode(ContactState.self, from: $0) }
        var lines: [Line] = [
            (LocalizedText("用户", "user"), LocalizedText(verbatim: "\(MaskedUserID(contact.userID))")),
            (LocalizedText("应用", "application"), LocalizedText(verbatim: ForeignText.word(contact.appID))),
            (LocalizedText("上次互动", "last seen"), moment(contact.lastInteraction)),
        ]
        if let day = contact.day, contact.sends > 0 {
            lines.append(
                (
                    LocalizedText("已发条数", "messages"),
                    LocalizedText("\(day)：\(contact.sends)", "\(contact.sends) on \(day)")
                )
            )
        }
        if let until = contact.handoffUntil, until > now {
            lines.append((LocalizedText("人工接待到", "handed off until"), moment(until)))
        }
        if let question = memory?.question, question.expires > now {
            let end = time.text(question.expires)
            let value = LocalizedText("\(question.slot)，到 \(end)", "\(question.slot), until \(end)")
            lines.append((LocalizedText("等待回答", "question"), value))
        }
        for (slot, answer) in (memory?.slots ?? [:]).sorted(by: { $0.key < $1.key }) {
            lines.append((LocalizedText("答过", "answer"), value(of: slot, answer, at: memory?.answered?[slot])))
        }
        for (rule, end) in (memory?.cooldowns ?? [:]).sorted(by: { $0.key < $1.key }) where end > now {
            let end = time.text(end)
            lines.append((LocalizedText("冷却", "cooldown"), LocalizedText("\(rule)，到 \(end)", "\(rule), until \(end)")))
        }
        return lines
    }

    private func value(of slot: String, _ answer: String, at given: Date?) -> LocalizedText {
        let when = given.map { moment($0).chinese } ?? "?"
        let count = answer.unicodeScalars.count
        guard showsText else {
            return LocalizedText(
                "\(slot)：\(count) 字，\(when)",
                "\(slot): \(English.count(count, of: "character")), \(when)"
            )
        }
        return LocalizedText("\(slot)：\(answer)，\(when)", "\(slot): \(answer), \(when)")
    }

    private func moment(_ date: Date) -> LocalizedText {
        let age = AgeText.text(min(date, now), at: max(date, now))
        return LocalizedText(verbatim: "\(time.text(date)) (\(date > now ? "+" : "-")\(age))")
    }

    private func events(_ language: OperatorLanguage) -> String {
        let shown = record.events.suffix(limit)
        let count = LocalizedText(
            "事件 \(record.events.count) 个" + (shown.count < record.events.count ? "，最近 \(shown.count) 个：" : ""),
            "events: \(record.events.count)" + (shown.count < record.events.count ? ", the newest \(shown.count):" : "")
        )
        return ([count[language]] + shown.flatMap { lines(of: $0, language) }.map { ForeignText.oneLine($0) })
            .joined(separator: "\n")
    }

    private func lines(of event: EventRecord, _ language: OperatorLanguage) -> [String] {
        let entry = event.journaled.entry
        let replies = record.replies[event.id] ?? []
        let parts =
            ["e\(event.id)", time.text(entry.received), ForeignText.word(entry.kind), outcome(of: event)[language]]
            + replies.map { "\($0.id) \(QueueState($0.state).phrase[language])" }
        let line = TextTable.cut(parts.joined(separator: "  "), to: TextTable.width)
        guard showsText else { return [line] }
        let said = RecordedText.text(of: entry).map { "  > " + $0 }
        let answered = replies.compactMap { try? QueuedMessage(decoding: $0.message) }
            .map { "  < " + $0.message.plainText }
        return [line] + [said].compactMap(\.self) + answered
    }

    private func outcome(of event: EventRecord) -> LocalizedText {
        if event.journaled.entry.isStale { return SilenceReason.stale.phrase }
        if let aside = event.quarantineReason?.rawValue {
            return LocalizedText("搁置（\(ForeignText.word(aside))）", "aside (\(ForeignText.word(aside)))")
        }
        guard let decision = event.journaled.decision else { return LocalizedText("尚未判定", "not decided yet") }
        if let rule = RecordedRule.name(in: decision) { return LocalizedText(verbatim: rule) }
        let silence = RecordedRule.silence(in: decision)
        return silence.flatMap(SilenceReason.init(rawValue:))?.phrase
            ?? LocalizedText(verbatim: ForeignText.word(silence ?? "?"))
    }
}
