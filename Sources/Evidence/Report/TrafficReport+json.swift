import Foundation
import OperatorText
import RuleEngine

extension TrafficReport {
    /// The JSON document, version 1, with its keys in order.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return ForeignText.json(String(decoding: try encoder.encode(ReportDocument(self)), as: UTF8.self))
    }
}

/// The form of the JSON document.
private struct ReportDocument: Encodable {
    struct Period: Encodable {
        let from: Date
        let to: Date
        let messages: Int
        let followers: Int
        let answered: Int
        let notUnderstood: Int
        let silent: [String: Int]
        let followUps: [String: Int]
        let rules: [Figures]
        let notUnderstoodTexts: [Text]
        let handoffs: Handoffs
    }

    struct Figures: Encodable {
        let rule: String
        let hits: Int
        let followers: Int
        let last: Date?
        let followUps: [String: Int]
        let cooled: Int
        let wouldAnswer: Int
    }

    struct Text: Encodable {
        let text: String
        let messages: Int
        let followers: Int
    }

    struct Handoffs: Encodable {
        let byRules: Int
        let byOperators: Int
        let open: Int
        let medianSeconds: Int?
        let longestSeconds: Int?
    }

    struct Words: Encodable {
        let rule: String
        let words: [String]
    }

    let version = 1
    let basis: String
    let present: Period
    let before: Period
    let deadRules: [String]
    let unusedWords: [Words]

    init(_ report: TrafficReport) {
        basis = report.basis.rawValue
        present = Period(report.present)
        before = Period(report.before)
        deadRules = report.deadRules.map(\.id)
        unusedWords = report.unusedWords.map { Words(rule: $0.rule, words: $0.words) }
    }
}

extension ReportDocument.Period {
    fileprivate init(_ period: TrafficReport.Period) {
        from = period.from
        to = period.to
        messages = period.messages
        followers = period.followers
        answered = period.answered
        notUnderstood = period.notUnderstood
        silent = Dictionary(period.silent.map { ($0.key.rawValue, $0.value) }) { $1 }
        followUps = period.followUps.document
        rules = period.rules.map(ReportDocument.Figures.init)
        notUnderstoodTexts = period.unknownTexts.map {
            ReportDocument.Text(text: $0.text, messages: $0.messages, followers: $0.followers)
        }
        handoffs = ReportDocument.Handoffs(
            byRules: period.handoffs.byRules,
            byOperators: period.handoffs.byOperators,
            open: period.handoffs.open,
            medianSeconds: period.handoffs.median,
            longestSeconds: period.handoffs.longest
        )
    }
}

extension ReportDocument.Figures {
    fileprivate init(_ figures: TrafficReport.RuleFigures) {
        rule = figures.rule
        hits = figures.hits
        followers = figures.followers
        last = figures.last
        followUps = figures.followUps.document
        cooled = figures.cooled
        wouldAnswer = figures.wouldAnswer
    }
}

extension FollowUpCounts {
    /// The counts by code, for programs.
    var document: [String: Int] { Dictionary(parts.map { ($0.code, $0.count) }) { $1 } }
}
