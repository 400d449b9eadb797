internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import RuleEngine

/// The queue as a table, with the remedy of each code below it.
struct QueueTable: Sendable {
    /// The largest width of a rule's id, which leaves room for the code.
    private static let ruleWidth = 14

    private let entries: [QueueEntry]
    private let now: Date

    init(_ entries: [QueueEntry], at now: Date) {
        self.entries = entries
        self.now = now
    }

    /// The table in at most 80 columns.
    func render(_ language: OperatorLanguage) -> String {
        let titles = [
            LocalizedText("编号", "NUMBER"), LocalizedText("状态", "STATE"), LocalizedText("已过", "AGE"),
            LocalizedText("用户", "USER"),
            LocalizedText("规则", "RULE"), LocalizedText("次数", "TRIES"), LocalizedText("错误码", "CODE"),
        ]
        var table = TextTable(titles.map { $0[language] })
        for entry in entries {
            table.add([
                "\(entry.number)", entry.state.phrase[language], AgeText.text(entry.since, at: now), "\(entry.user)",
                entry.rule.map { TextTable.cut(ForeignText.oneLine($0), to: Self.ruleWidth) } ?? "-", "\(entry.tries)",
                Self.text(of: entry),
            ])
        }
        return ([table.render()] + remedies(language)).joined(separator: "\n\n")
    }

    /// The code, and the failure before it.
    private static func text(of entry: QueueEntry) -> String {
        let failure = entry.failure.map { " (\(ForeignText.word($0)))" } ?? ""
        return (entry.code.map { ForeignText.word($0) } ?? "-") + failure
    }

    private func remedies(_ language: OperatorLanguage) -> [String] {
        let codes = Set(entries.flatMap { [$0.code, $0.failure] }.compactMap(\.self)).sorted()
        guard !codes.isEmpty else { return [] }
        let texts = codes.map { code in
            TextTable.cut(ForeignText.word(code), to: TextTable.width) + "\n"
                + TextTable.wrapped(DeliveryCode(code).remedy[language], indent: 2)
        }
        return [texts.joined(separator: "\n")]
    }
}
