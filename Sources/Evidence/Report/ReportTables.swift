package import Foundation
package import OperatorText
import RuleAuthoring
import RuleEngine

/// A report in tables and sentences, from which the terminal's text and the page are made.
package struct ReportTables: Sendable {
    /// One table with its title.
    struct Table: Sendable {
        let id: String
        let title: LocalizedText
        let headers: [LocalizedText]
        let rows: [[LocalizedText]]
    }

    let report: TrafficReport
    let zone: TimeZone
    private static let rowLimit = 50

    /// Prepares a report; times are in `zone`.
    package init(_ report: TrafficReport, in zone: TimeZone) {
        self.report = report
        self.zone = zone
    }

    /// The time, and where the figures come from.
    var headline: LocalizedText {
        let (from, to) = (time(report.present.from), time(report.present.to))
        let before = time(report.before.from)
        return LocalizedText(
            "\(from) 至 \(to)，与 \(before) 起的同样长一段比较",
            "\(from) to \(to), compared with the same time from \(before) on"
        )
    }

    var basis: LocalizedText {
        switch report.basis {
        case .recorded:
            LocalizedText(
                "回答、静默、后续和试运行取自当时的判定；关键词和人工接待由现在的规则模拟",
                "Answers, silence, follow-ups and shadow hits are the recorded decisions; words and hand-offs are simulated "
                    + "with the rules as they are"
            )
        case .simulated:
            LocalizedText(
                "全部由现在的规则模拟，录制文件里没有当时的判定",
                "All figures are simulated with the rules as they are; the recording has no decisions"
            )
        }
    }

    /// The tables that have a row.
    var tables: [Table] {
        [overview, followUps, rules, shadow, unknown, dead, words].filter { !$0.rows.isEmpty }
    }

    private func time(_ date: Date) -> String { "\(LocalTime(date, in: zone))" }

    private var overview: Table {
        let (now, old) = (report.present, report.before)
        var rows: [[LocalizedText]] = []
        func add(_ name: LocalizedText, _ value: Int, _ before: Int) {
            rows.append([name, number(value), number(before), change(value, before)])
        }
        add(LocalizedText("消息", "messages"), now.messages, old.messages)
        add(LocalizedText("顾客", "followers"), now.followers, old.followers)
        add(LocalizedText("规则回答", "answered by rules"), now.answered, old.answered)
        add(LocalizedText("没听懂", "not understood"), now.notUnderstood, old.notUnderstood)
        for reason in SilenceReason.allCases {
            let (value, before) = (now.silent[reason] ?? 0, old.silent[reason] ?? 0)
            guard value + before > 0 else { continue }
            let phrase = reason.phrase
            add(LocalizedText("静默：\(phrase.chinese)", "silent: \(phrase.english)"), value, before)
        }
        add(LocalizedText("规则转人工", "hand-offs by rules"), now.handoffs.byRules, old.handoffs.byRules)
        add(LocalizedText("店员转人工", "hand-offs by operators"), now.handoffs.byOperators, old.handoffs.byOperators)
        if now.handoffs.open + old.handoffs.open > 0 {
            add(LocalizedText("未结束的人工接待", "hand-offs still open"), now.handoffs.open, old.handoffs.open)
        }
        if now.handoffs.median != nil || old.handoffs.median != nil {
            rows.append(
                lengths(LocalizedText("人工接待时长中位数", "median hand-off"), now.handoffs.median, old.handoffs.median)
            )
            rows.append(
                lengths(LocalizedText("最长人工接待", "longest hand-off"), now.handoffs.longest, old.handoffs.longest)
            )
        }
        return Table(
            id: "overview",
            title: LocalizedText("概况", "Overview"),
            headers: [
                LocalizedText("", ""), LocalizedText("这段时间", "this time"), LocalizedText("之前", "before"),
                LocalizedText("变化", "change"),
            ],
            rows: rows
        )
    }

    private var followUps: Table {
        let (now, old) = (report.present.followUps, report.before.followUps)
        let rows = zip(now.parts, old.parts)
            .filter { $0.code != "recording_ended" || $0.count + $1.count > 0 }
            .map { [$0.phrase, number($0.count), number($1.count), change($0.count, $1.count)] }
        return Table(
            id: "follow-ups",
            title: LocalizedText("规则回答之后十分钟", "The ten minutes after a rule's answer"),
            headers: [
                LocalizedText("", ""), LocalizedText("这段时间", "this time"), LocalizedText("之前", "before"),
                LocalizedText("变化", "change"),
            ],
            rows: rows
        )
    }

    private var rules: Table {
        let before = Dictionary(report.before.rules.map { ($0.rule, $0.hits) }) { first, _ in first }
        let rows = report.present.rules.filter { $0.hits > 0 || $0.cooled > 0 }.prefix(Self.rowLimit)
            .map { figures in
                [
                    verbatim(figures.rule), number(figures.hits), number(before[figures.rule] ?? 0),
                    number(figures.followers), verbatim(figures.last.map(time) ?? "–"),
                ] + FollowUp.allCases.map { number(figures.followUps[$0]) } + [number(figures.cooled)]
            }
        return Table(
            id: "rules",
            title: LocalizedText("各条规则", "By rule"),
            headers: [
                LocalizedText("规则", "rule"), LocalizedText("回答", "answers"), LocalizedText("之前", "before"),
                LocalizedText("顾客", "followers"), LocalizedText("最近", "last"),
            ] + FollowUp.allCases.map(\.phrase) + [LocalizedText("冷却", "cooled")],
            rows: Array(rows)
        )
    }

    private var shadow: Table {
        let rows = report.present.rules.filter { $0.wouldAnswer > 0 }.prefix(Self.rowLimit)
            .map { figures in
                [
                    verbatim(figures.rule),
                    LocalizedText("本会回答 \(figures.wouldAnswer) 条", "would have answered \(figures.wouldAnswer)"),
                ]
            }
        return Table(
            id: "shadow",
            title: LocalizedText("试运行的规则（stage: test、shadow）", "Rules on trial (stage: test, shadow)"),
            headers: [LocalizedText("规则", "rule"), LocalizedText("命中", "hits")],
            rows: Array(rows)
        )
    }

    private var unknown: Table {
        Table(
            id: "unknown",
            title: LocalizedText("没听懂最多的", "Most often not understood"),
            headers: [
                LocalizedText("文本", "text"), LocalizedText("顾客", "followers"), LocalizedText("条数", "messages"),
            ],
            rows: report.present.unknownTexts.map {
                [verbatim(ForeignText.oneLine($0.text, limit: 40)), number($0.followers), number($0.messages)]
            }
        )
    }

    private var dead: Table {
        Table(
            id: "dead",
            title: LocalizedText("两段时间都没有回答过的规则", "Rules that answered nothing in both times"),
            headers: [LocalizedText("规则", "rule"), LocalizedText("位置", "place")],
            rows: report.deadRules.prefix(Self.rowLimit)
                .map { [verbatim($0.id), verbatim("\($0.location.path):\($0.location.line)")] }
        )
    }

    private var words: Table {
        Table(
            id: "words",
            title: LocalizedText("没有起过作用的关键词", "Words that never were the evidence"),
            headers: [LocalizedText("规则", "rule"), LocalizedText("关键词", "words")],
            rows: report.unusedWords.prefix(Self.rowLimit)
                .map { rule, words in
                    let shown = words.prefix(20)
                    let more = words.count > shown.count ? "…" : ""
                    return [
                        verbatim(rule),
                        LocalizedText(
                            ForeignText.oneLine(shown.joined(separator: "、") + more),
                            ForeignText.oneLine(shown.joined(separator: ", ") + more)
                        ),
                    ]
                }
        )
    }

    private func verbatim(_ text: String) -> LocalizedText { LocalizedText(verbatim: text) }

    private func number(_ value: Int) -> LocalizedText { verbatim("\(value)") }

    /// `+12%`; `–` where there was nothing before.
    private func change(_ value: Int, _ before: Int) -> LocalizedText {
        guard before > 0 else { return verbatim("–") }
        let percent = Int((Double(value - before) / Double(before) * 100).rounded())
        return verbatim(percent > 0 ? "+\(percent)%" : percent < 0 ? "−\(-percent)%" : "0%")
    }

    private func lengths(_ name: LocalizedText, _ value: Int?, _ before: Int?) -> [LocalizedText] {
        [name] + [value, before].map { seconds in verbatim(seconds.map(Self.length) ?? "–") } + [verbatim("")]
    }

    private static func length(_ seconds: Int) -> String {
        seconds < 120
            ? "\(seconds)s" : seconds < 7_200 ? "\(seconds / 60)m" : "\(seconds / 3_600)h\(seconds % 3_600 / 60)m"
    }
}

extension ReportTables {
    /// The report for a terminal, without a newline at the end.
    package func text(_ language: OperatorLanguage) -> String {
        let head = [headline[language], basis[language]].joined(separator: "\n")
        let blocks = tables.map { table in
            var lines = TextTable()
            if table.headers.contains(where: { !$0.english.isEmpty }) { lines.add(table.headers.map { $0[language] }) }
            for row in table.rows { lines.add(row.map { $0[language] }) }
            return ([table.title[language]] + lines.lines.map { "  " + $0 }).joined(separator: "\n")
        }
        return ([head] + blocks).joined(separator: "\n\n")
    }
}
