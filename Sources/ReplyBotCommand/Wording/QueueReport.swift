internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleEngine

/// The details of one reply or event, as lines of a name and a value.
struct QueueReport: Sendable {
    private struct Line {
        let name: LocalizedText
        let value: LocalizedText
    }

    private var lines: [Line] = []
    private let now: Date
    private let time: OperatorTime

    /// Reads the details of a number; nil when there is no such number.
    static func make(
        _ number: QueueNumber,
        from reader: JournalReader,
        showsText: Bool,
        at now: Date,
        in time: OperatorTime
    ) async throws -> QueueReport? {
        var report = QueueReport(now: now, time: time)
        switch number {
        case .reply(let id):
            guard let reply = try await reader.reply(id) else { return nil }
            report.add(reply)
            if let event = try await reader.event(reply.eventID) { report.add(event) }
            if showsText { report.addText(reply) }
        case .event(let id):
            guard let event = try await reader.event(id) else { return nil }
            report.add(event)
            let replies = try await reader.replies(to: id)
            report.add(LocalizedText("回复", "replies"), value: replies.map { "\($0.id)" }.joined(separator: " "))
            for reply in replies where showsText { report.addText(reply) }
        }
        return report
    }

    /// The lines, the values under one another.
    func render(_ language: OperatorLanguage) -> String {
        let width = lines.map { DisplayWidth.cells($0.name[language]) }.max() ?? 0
        return
            lines.map { line in
                let name = line.name[language]
                let value = TextTable.wrapped(ForeignText.oneLine(line.value[language]), indent: width + 2)
                return name + value.dropFirst(DisplayWidth.cells(name))
            }
            .joined(separator: "\n")
    }

    private init(now: Date, time: OperatorTime) {
        self.now = now
        self.time = time
    }

    private mutating func add(_ name: LocalizedText, value: LocalizedText) {
        if !value.english.isEmpty { lines.append(Line(name: name, value: value)) }
    }

    private mutating func add(_ name: LocalizedText, value: String) {
        add(name, value: LocalizedText(value, value))
    }

    private mutating func add(_ name: LocalizedText, value: Date?) {
        guard let date = value else { return }
        add(name, value: "\(time.text(date)) (\(date > now ? "+" : "-")\(age(date)))")
    }

    private func age(_ date: Date) -> String {
        AgeText.text(min(date, now), at: max(date, now))
    }

    private mutating func add(_ reply: ReplyRecord) {
        add(LocalizedText("编号", "number"), value: "\(reply.id)")
        add(LocalizedText("状态", "state"), value: QueueState(reply.state).phrase)
        add(LocalizedText("用户", "user"), value: "\(MaskedUserID(reply.userID))")
        add(LocalizedText("创建时间", "written"), value: reply.created)
        add(LocalizedText("有效期至", "expires"), value: reply.expires)
        add(LocalizedText("次数", "tries"), value: reply.triesPhrase)
        add(LocalizedText("上次", "last try"), value: reply.tried)
        if reply.state == .queued { add(LocalizedText("下次", "next try"), value: reply.due) }
        add(LocalizedText("结束", "settled"), value: reply.settled)
        addCode(reply.code)
        if let failure = reply.failure { addCode(failure, title: LocalizedText("之前的错误", "failed before")) }
        add(LocalizedText("trace id", "trace id"), value: reply.traceID.map { ForeignText.word($0) } ?? "")
    }

    private mutating func addCode(_ code: String?, title: LocalizedText = LocalizedText("错误码", "code")) {
        guard let code else { return }
        add(title, value: ForeignText.word(code))
        add(LocalizedText("怎么办", "remedy"), value: DeliveryCode(code).remedy)
    }

    private mutating func add(_ event: EventRecord) {
        let entry = event.journaled.entry
        let isFirst = lines.isEmpty
        add(LocalizedText("事件", "event"), value: "e\(event.id) \(ForeignText.word(entry.kind))")
        if isFirst { add(LocalizedText("用户", "user"), value: "\(MaskedUserID(entry.userID))") }
        add(LocalizedText("收到", "received"), value: entry.received)
        if isFirst, event.deaths > 0 { add(LocalizedText("崩溃次数", "deaths"), value: "\(event.deaths)") }
        if event.quarantineReason != nil { add(LocalizedText("状态", "state"), value: QueueState.quarantined.phrase) }
        addCode(event.quarantineReason?.rawValue)
        addDecision(event.journaled.decision)
    }

    private mutating func addDecision(_ text: String?) {
        guard let text else { return }
        add(LocalizedText("规则", "rule"), value: RecordedRule.name(in: text) ?? "")
        add(LocalizedText("判定", "decision"), value: text)
    }

    private mutating func addText(_ reply: ReplyRecord) {
        guard let message = try? QueuedMessage(decoding: reply.message) else { return }
        add(LocalizedText("内容", "text"), value: message.message.plainText)
    }
}

extension ReplyRecord {
    /// The number of tries and their known results, without contradicting the state.
    var triesPhrase: LocalizedText {
        let counted = countedTries
        guard interruptedAttempts > 0 else { return counted }
        return LocalizedText(
            "\(counted.chinese)；另有 \(interruptedAttempts) 次被机器人自己的中断打断，可能已送达",
            "\(counted.english); \(interruptedAttempts) more ended with the process, and may have arrived"
        )
    }

    private var countedTries: LocalizedText {
        guard attempts > 0 else {
            return tried == nil || settled != nil
                ? LocalizedText("没有算数的", "none counted")
                : LocalizedText(
                    "0（没有连上支付宝的、支付宝要求稍后再发的不算）",
                    "0: those that did not reach Alipay, or that it asked to put off, do not count"
                )
        }
        let count = "\(attempts)"
        switch state {
        case .sent where ambiguousAttempts > 0:
            return LocalizedText(
                "\(count)：最后一次已送达，之前有 \(ambiguousAttempts) 次可能也已送达",
                "\(count): the last one arrived, \(ambiguousAttempts) before it may have arrived, too"
            )
        case .sent: return LocalizedText("\(count)：最后一次已送达", "\(count): the last one arrived")
        case .sending: return LocalizedText("\(count)：最后一次正在进行", "\(count): the last one is under way")
        case .queued where ambiguousAttempts > 0:
            return LocalizedText(
                "\(count)：其中 \(ambiguousAttempts) 次可能已送达",
                "\(count): \(ambiguousAttempts) may have arrived"
            )
        case .dead where ambiguousAttempts > 0:
            return LocalizedText("\(count)：可能已送达", "\(count): it may have arrived")
        case .queued, .dead: return LocalizedText("\(count)：没有送达", "\(count): it did not arrive")
        }
    }
}
