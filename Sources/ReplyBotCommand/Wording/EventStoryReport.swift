internal import BotCore
internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// The story of one event for a person.
struct EventStoryReport: Sendable {
    private let story: EventStory
    private let review: DecisionReview?
    private let explanation: DecisionExplanation?
    private let showsWholeID: Bool
    private let time: OperatorTime
    private var lines = ReportLines()

    /// `present` is the rules on disk; nil where they cannot be read.
    init(_ story: EventStory, by present: LoadedRuleFiles?, showsWholeID: Bool, in time: OperatorTime) {
        self.story = story
        self.showsWholeID = showsWholeID
        self.time = time
        let review = present.flatMap { DecisionReview(story, by: $0) }
        self.review = review
        explanation = present.flatMap { present in
            review.map { DecisionExplanation($0.decision, event: $0.event, rules: present.rules, at: $0.time) }
        }
    }

    /// The story from the request to the last attempt.
    func render(_ language: OperatorLanguage) -> String {
        var report = self
        report.addEvent()
        report.addDecision(language)
        report.addStates()
        report.addReplies()
        report.addNeighbours()
        return report.lines.render(language)
    }

    private mutating func addEvent() {
        let entry = story.record.journaled.entry
        lines.add(LocalizedText("事件", "event"), "e\(story.record.id) \(ForeignText.word(entry.kind))")
        lines.add(LocalizedText("用户", "user"), entry.userName(isWhole: showsWholeID))
        if let content = story.event.flatMap(Self.text) { lines.add(LocalizedText("内容", "message"), content) }
        if story.event == nil {
            lines.add(LocalizedText("内容", "message"), LocalizedText("加密的，或者读不出来", "encrypted, or unreadable"))
        }
        lines.add(LocalizedText("发生", "happened"), time.precise(entry.created))
        lines.add(LocalizedText("收到", "received"), time.precise(entry.received))
        let size = entry.request.body.count
        switch story.record.origin {
        case .gateway:
            lines.add(
                LocalizedText("验签", "verified"),
                LocalizedText("记录之前已验签；请求 \(size) 字节", "before it was recorded; the request has \(size) bytes")
            )
        case .recording:
            lines.add(LocalizedText("验签", "verified"), LocalizedText("导入时没有验签", "imported without a check"))
        case .redacted:
            lines.add(LocalizedText("验签", "verified"), LocalizedText("导入的脱敏事件，没有签名", "imported, redacted, unsigned"))
        }
    }

    private static func text(of event: RuleEvent) -> String? {
        if case .text(let text) = event.content { text } else { event.menu ?? event.scene }
    }

    private mutating func addDecision(_ language: OperatorLanguage) {
        let record = story.record
        if record.deaths > 0 { lines.add(LocalizedText("崩溃次数", "deaths"), "\(record.deaths)") }
        if let decided = record.decidedAt, record.decided != nil {
            let delay = Self.milliseconds(from: record.journaled.entry.received, to: decided)
            lines.add(
                LocalizedText("判定", "decided"),
                LocalizedText("\(time.precise(decided))（+\(delay) ms）", "\(time.precise(decided)) (+\(delay) ms)")
            )
        }
        lines.add(LocalizedText("规则版本", "rules"), rules)
        lines.add(LocalizedText("结果", "outcome"), record.outcome.phrase)
        if let reason = record.quarantineReason {
            lines.add(LocalizedText("怎么办", "remedy"), DeliveryCode(reason.rawValue).remedy)
        }
        guard record.decided != nil else { return }
        guard let explanation, review?.rules == .same, review?.isStateKnown == true else {
            lines.add(
                LocalizedText("候选", "candidates"),
                LocalizedText(
                    "判定时的规则或状态没有留下：用 events why e\(record.id) 看现在的规则怎么判",
                    "the rules on disk, or the kept state, are not those of the decision: see events why e\(record.id)"
                )
            )
            return
        }
        let (candidates, exclusions) = (explanation.candidates(language), explanation.exclusions(language))
        lines.add(LocalizedText("候选", "candidates"), each: candidates.map { LocalizedText(verbatim: $0) })
        lines.add(LocalizedText("排除", "excluded"), each: exclusions.map { LocalizedText(verbatim: $0) })
        if candidates.isEmpty {
            lines.add(LocalizedText("候选", "candidates"), LocalizedText("没有规则命中", "no rule matched"))
        }
    }

    /// The rules that decided, and since when they were in use.
    private var rules: LocalizedText {
        guard let checksum = story.rulesChecksum.map({ ForeignText.word($0) }) else { return LocalizedText("", "") }
        guard let change = story.rules else { return LocalizedText(verbatim: checksum) }
        let since = time.text(change.at)
        return LocalizedText(
            "\(checksum)，第 \(change.generation) 代，\(since) 生效",
            "\(checksum), generation \(change.generation), in use since \(since)"
        )
    }

    private mutating func addStates() {
        guard story.record.decided != nil else { return }
        let now = story.record.decided ?? story.record.journaled.entry.received
        lines.add(
            LocalizedText("判定前", "before"),
            each: story.before?.phrases(at: now, in: time) ?? [LocalizedText("没有留下", "not kept")]
        )
        lines.add(
            LocalizedText("判定后", "after"),
            each: story.after?.phrases(at: now, in: time) ?? [LocalizedText("没有留下", "not kept")]
        )
    }

    private mutating func addReplies() {
        if story.replies.isEmpty, story.record.decided != nil {
            lines.add(LocalizedText("回复", "replies"), LocalizedText("没有", "none"))
        }
        for reply in story.replies {
            let state = QueueState(reply.state).phrase
            let written = time.precise(reply.created)
            lines.add(
                LocalizedText("回复 \(reply.id)", "reply \(reply.id)"),
                LocalizedText("\(state.chinese)；\(written) 写入", "\(state.english); written \(written)")
            )
            if let message = try? QueuedMessage(decoding: reply.message) {
                lines.add(LocalizedText("", ""), "“\(message.message.plainText)”")
            }
            for attempt in story.attempts[reply.id] ?? [] { lines.add(LocalizedText("", ""), phrase(of: attempt)) }
            if let settled = reply.settled {
                let end = LocalizedText("\(time.precise(settled)) 结束", "ended \(time.precise(settled))")
                let code = reply.code.map { " " + ForeignText.word($0) } ?? ""
                let trace = reply.traceID.map { ", trace id \(ForeignText.word($0))" } ?? ""
                lines.add(LocalizedText("", ""), LocalizedText(end.chinese + code + trace, end.english + code + trace))
            }
            if reply.state == .dead, let code = reply.code {
                lines.add(LocalizedText("怎么办", "remedy"), DeliveryCode(code).remedy)
            }
        }
    }

    private func phrase(of attempt: AttemptRecord) -> LocalizedText {
        let outcome: LocalizedText =
            switch attempt.outcome {
            case .sent: LocalizedText("已送达", "arrived")
            case .failed: LocalizedText("没有送达", "failed")
            case .doubtful: LocalizedText("可能已送达", "may have arrived")
            case .interrupted: LocalizedText("被机器人自己的中断打断，可能已送达", "ended with the process, may have arrived")
            }
        let code = attempt.code.map { " " + ForeignText.word($0) } ?? ""
        let trace = attempt.traceID.map { " (trace id \(ForeignText.word($0)))" } ?? ""
        let begun = attempt.begun.map { time.precise($0) } ?? "?"
        let duration = attempt.begun.map { " +\(Self.milliseconds(from: $0, to: attempt.ended)) ms" } ?? ""
        return LocalizedText(
            "第 \(attempt.number) 次 \(begun)\(duration)：\(outcome.chinese)\(code)\(trace)",
            "try \(attempt.number) \(begun)\(duration): \(outcome.english)\(code)\(trace)"
        )
    }

    private mutating func addNeighbours() {
        add(LocalizedText("上一个", "previous"), story.neighbours.previous)
        add(LocalizedText("下一个", "next"), story.neighbours.next)
    }

    private mutating func add(_ name: LocalizedText, _ event: EventRecord?) {
        guard let event else { return }
        let outcome = event.outcome.phrase
        let start = "e\(event.id)  \(time.text(event.journaled.entry.received))  "
        lines.add(name, LocalizedText(start + outcome.chinese, start + outcome.english))
    }

    private static func milliseconds(from start: Date, to end: Date) -> Int {
        Int(max(-1e9, min((end.timeIntervalSince(start) * 1_000).rounded(), 1e12)))
    }
}
