internal import Foundation
internal import OperatorText
internal import RuleEngine

/// What a report shows of a diff; the gates and the last line are about all of it.
package struct DiffView: Sendable {
    package enum Grouping: String, Sendable, CaseIterable {
        case user
        case day
    }

    /// How many samples of each kind of change.
    package var samples = 3
    /// The classes of changes; empty for all.
    package var only: [DiffGates.Class] = []
    /// Only changes from or to this rule, or `fallback`.
    package var rule: String?
    package var grouping: Grouping?

    package init() {}

    func shows(_ pair: AnswerPair) -> Bool {
        (only.isEmpty || only.contains { $0.includes(pair.kind) }) && (rule.map(pair.involves) ?? true)
    }
}

/// A diff with its names and gates, ready to be written in a format.
package struct DiffReport: Sendable {
    /// A line of the table by follower or by day.
    package struct Group: Sendable {
        /// The masked id, or the day.
        package let name: String
        package let counts: DiffCounts

        package init(name: String, counts: DiffCounts) {
            self.name = name
            self.counts = counts
        }
    }

    /// The most lines of the table by follower.
    package static let userLimit = 20

    package let old: DiffSide
    package let new: DiffSide
    /// The name of the recording or the database.
    package let events: String
    package let result: DiffResult
    /// The gates on the events, then those on the proof.
    package let verdicts: [GateVerdict]
    package let view: DiffView
    /// The followers with a difference, by masked ids.
    package let users: [Group]
    /// The proof about all messages, a section of each format.
    package let proof: ProofReport?

    package init(
        old: DiffSide,
        new: DiffSide,
        events: String,
        result: DiffResult,
        verdicts: [GateVerdict] = [],
        view: DiffView = DiffView(),
        users: [Group] = [],
        proof: ProofReport? = nil
    ) {
        self.old = old
        self.new = new
        self.events = events
        self.result = result
        self.verdicts = verdicts + (proof?.verdicts ?? [])
        self.proof = proof
        self.view = view
        self.users = users
    }

    /// Whether a gate is not passed.
    package var isFailed: Bool { verdicts.contains { !$0.isPassed } }

    /// The line for programs: `SAME=… CHANGED=… GAINED=… LOST=… UNKNOWN=… TOTAL=…`.
    package var machineLine: String {
        let counts = result.counts
        return "SAME=\(counts.same) CHANGED=\(counts.changed) GAINED=\(counts[.gained]) LOST=\(counts[.lost])"
            + " UNKNOWN=\(counts.unknown) TOTAL=\(counts.total)"
    }

    var pairs: [PairResult] { result.pairs.filter { view.shows($0.pair) } }

    var groups: [Group]? {
        switch view.grouping {
        case .user: users
        case .day: days
        case nil: nil
        }
    }

    var days: [Group] { result.days.map { Group(name: $0.day.description, counts: $0.counts) } }

    /// `2026-02-10 10:00`, in the zone of the new side's account.
    func time(_ date: Date) -> String { LocalTime(date, in: new.rules.account.timeZone).description }

    /// The share of all events in percent, with two digits behind the point.
    func share(_ events: Int) -> String {
        let hundredths = result.counts.total == 0 ? 0 : (events * 20_000 / result.counts.total + 1) / 2
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)%"
    }
}

/// The sentences that several formats share.
extension DiffReport {
    var headline: LocalizedText {
        let counts = result.counts
        let parts: [(LocalizedText, Int)] =
            [(LocalizedText("相同", "same"), counts.same)]
            + ChangeKind.allCases.sorted().map { ($0.phrase, counts[$0]) }
            + [(LocalizedText("无法判定", "unknown"), counts.unknown)]
        let shown = parts.enumerated().filter { $0.offset == 0 || $0.element.1 > 0 }.map(\.element)
        return LocalizedText(
            "\(counts.total) 个事件（\(result.followers) 位用户）："
                + shown.map { "\($0.0.chinese) \($0.1)" }.joined(separator: " · "),
            "\(English.count(counts.total, of: "event")) of \(English.count(result.followers, of: "follower")): "
                + shown.map { "\($0.0.english) \($0.1)" }.joined(separator: " · ")
        )
    }

    /// Why events are unknown, the most frequent reason first; nil when none is.
    var doubts: LocalizedText? {
        guard result.counts.unknown > 0 else { return nil }
        let sorted = result.doubts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
        return LocalizedText(
            "无法判定 \(result.counts.unknown) 个，取决于录制开始之前的状态："
                + sorted.map { "\($0.key.phrase.chinese) \($0.value)" }.joined(separator: "；")
                + "。录制早一点开始，或用 --since 只数后面的事件，就会变少",
            "\(result.counts.unknown) unknown, because "
                + English.agreed(result.counts.unknown, one: "it depends", many: "they depend")
                + " on a state from before the recording: "
                + sorted.map { "\($0.key.phrase.english) \($0.value)" }.joined(separator: "; ")
                + ". A recording that begins earlier, with --since for what is counted, has fewer"
        )
    }

    var messages: LocalizedText {
        let (old, new) = (result.oldMessages, result.newMessages)
        let limit = self.new.rules.limits.dailyPerUser
        let parts = [("p50", old.percentile(50), new.percentile(50)), ("p99", old.percentile(99), new.percentile(99))]
            .map { "\($0.0) \($0.1) → \($0.2)" }
        return LocalizedText(
            "每位用户每日收到的消息：\(parts.joined(separator: "，"))，最多 \(old.most) → \(new.most)（上限 \(limit)）",
            "messages a follower gets in a day: \(parts.joined(separator: ", ")), most \(old.most) → \(new.most)"
                + " (limit \(limit))"
        )
    }

    /// What the followers of a change did next; nil where none is known.
    func followUps(_ pair: PairResult) -> LocalizedText? {
        let parts = pair.followUps.parts.filter { $0.count > 0 }
        guard !parts.isEmpty else { return nil }
        return LocalizedText(
            "旧回复之后，用户接着：" + parts.map { "\($0.phrase.chinese) \($0.count)" }.joined(separator: " · "),
            "next, under the old answer: "
                + parts.map { "\($0.phrase.english) \($0.count)" }.joined(separator: " · ")
        )
    }

    func followers(_ count: Int) -> LocalizedText {
        LocalizedText("\(count) 位用户", English.count(count, of: "follower"))
    }

    /// The first samples, such as `“退款到哪了”×31`.
    func samples(_ pair: PairResult) -> [(text: String, events: Int)] {
        pair.samples.prefix(view.samples).map { (ForeignText.oneLine($0.text, limit: 40), $0.events) }
    }
}
