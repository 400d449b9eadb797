internal import OperatorText
internal import ReplyBot
internal import RuleAuthoring
internal import RuleEngine

/// The results of a replay by rule and by reason of silence, as a table.
struct ReplayReport: Sendable {
    private let summary: ReplaySummary
    private let verification: ReplayVerification

    init(_ summary: ReplaySummary, verification: ReplayVerification) {
        self.summary = summary
        self.verification = verification
    }

    /// The report, its lines broken where they have more than `columns`.
    func render(_ language: OperatorLanguage, columns: Int? = nil) -> String {
        var blocks = [TextTable.folded(verified(language), to: columns, hanging: 2)]
        if summary.total.events > 0 { blocks.append(table(language, columns: columns)) }
        let others = others(language)
        if !others.isEmpty { blocks.append(others.joined(separator: "\n")) }
        return blocks.joined(separator: "\n\n")
    }

    /// Whether signatures were checked, and how many.
    func verified(_ language: OperatorLanguage) -> String {
        let refused = summary.refused.values.reduce(0, +)
        let (signed, unsigned) = (Self.number(summary.signed), Self.number(summary.unsigned))
        let redacted = LocalizedText(
            "，另有 \(unsigned) 个已脱敏的事件没有签名",
            "; "
                + English.count(
                    summary.unsigned,
                    of: "redacted event has",
                    plural: "redacted events have",
                    written: unsigned
                ) + " no signature"
        )
        let rest = summary.unsigned > 0 ? redacted[language] : ""
        switch verification {
        case .none:
            return LocalizedText(
                "没有验签：\(signed) 个请求的签名未检查\(rest)",
                "not verified: the signatures of \(English.count(summary.signed, of: "request", written: signed)) "
                    + "were not checked\(rest)"
            )[language]
        case .whereSigned, .required:
            guard refused > 0 else {
                return LocalizedText(
                    "已验签：\(signed) 个请求全部有效\(rest)",
                    summary.signed == 1
                        ? "verified: the request is valid\(rest)"
                        : "verified: all \(signed) requests are valid\(rest)"
                )[language]
            }
            return LocalizedText(
                "已验签：\(Self.number(summary.requests)) 个请求中 \(Self.number(refused)) 个被拒绝（\(reasons(language))）",
                "verified: \(Self.number(refused)) of "
                    + English.count(summary.requests, of: "request", written: Self.number(summary.requests))
                    + " \(English.agreed(refused, one: "was", many: "were")) refused (\(reasons(language)))"
            )[language]
        }
    }

    /// The reasons of refusals, with their numbers.
    func reasons(_ language: OperatorLanguage) -> String {
        summary.refused.sorted { $0.key < $1.key }
            .map { "\($0.key) × \(Self.number($0.value))" }
            .joined(separator: LocalizedText("，", ", ")[language])
    }

    /// The width of the whole table.
    private static let fullWidth = 78

    /// The answers with the most events first, rules before silence.
    private func table(_ language: OperatorLanguage, columns: Int?) -> String {
        var rows: [(name: String, count: ReplaySummary.Count)] = []
        var silences: [(name: String, count: ReplaySummary.Count)] = []
        // A narrow terminal has no room for the followers.
        let isNarrow = columns.map { $0 < Self.fullWidth } ?? false
        let nameWidth = isNarrow ? max(8, (columns ?? 0) - 20) : 46
        for (answer, count) in summary.answers {
            let name = TextTable.cut(ForeignText.oneLine(answer.phrase[language]), to: nameWidth)
            if case .silent = answer { silences.append((name, count)) } else { rows.append((name, count)) }
        }
        let all = Self.sorted(rows) + Self.sorted(silences)
        let total = (name: LocalizedText("合计", "total")[language], count: summary.total)
        let titles = [
            LocalizedText("规则", "RULE"), LocalizedText("事件", "EVENTS"), LocalizedText("用户", "FOLLOWERS"),
            LocalizedText("占比", "SHARE"),
        ]
        .enumerated().filter { !isNarrow || $0.offset != 2 }.map(\.element)
        let cells = (all + [total])
            .map { row in
                let followers = isNarrow ? [] : [Self.number(row.count.followers)]
                return [Self.number(row.count.events)] + followers + [share(of: row.count)]
            }
        let widths = (0..<titles.count - 1)
            .map { column in
                ([titles[column + 1][language]] + cells.map { $0[column] }).map(DisplayWidth.cells).max() ?? 0
            }
        func aligned(_ cells: [String]) -> [String] {
            zip(cells, widths).map { String(repeating: " ", count: max(0, $1 - DisplayWidth.cells($0))) + $0 }
        }
        var table = TextTable([titles[0][language]] + aligned(titles.dropFirst().map { $0[language] }))
        for (row, cells) in zip(all + [total], cells) { table.add([row.name] + aligned(cells)) }
        return table.lines.joined(separator: "\n")
    }

    private static func sorted(
        _ rows: [(name: String, count: ReplaySummary.Count)]
    ) -> [(name: String, count: ReplaySummary.Count)] {
        rows.sorted { ($1.count.events, $0.name) < ($0.count.events, $1.name) }
    }

    /// The share of the events, in percent with one decimal.
    private func share(of count: ReplaySummary.Count) -> String {
        let thousandths = (count.events * 2_000 + summary.total.events) / (2 * summary.total.events)
        return "\(thousandths / 10).\(thousandths % 10) %"
    }

    /// What the recording holds beside events of followers.
    private func others(_ language: OperatorLanguage) -> [String] {
        let counts = [
            (summary.handshakes, LocalizedText("网关验证", "handshakes of the gateway")),
            (summary.handoffs, LocalizedText("人工接待的开始或结束", "hand-offs begun or ended by operators")),
            (summary.reloads, LocalizedText("规则重新加载", "reloads of rules")),
        ]
        return counts.filter { $0.0 > 0 }
            .map { "\($0.1[language])\(LocalizedText("：", ": ")[language])\(Self.number($0.0))" }
    }

    private static func number(_ number: Int) -> String { ProgressBar.grouped(number) }
}

/// What a replay checks.
enum ReplayVerification: Sendable {
    /// No signature.
    case none
    /// Every signed request; redacted events pass.
    case whereSigned
    /// Every event, so that redacted ones are refused.
    case required
}
