package import Foundation
package import OperatorText
import RuleEngine

// The result of mining for a person.
extension MiningReport {
    /// The lines, without a newline at the end; times are in `zone`, and lines have at most `columns`, where that is not
    /// nil.
    package func text(_ language: OperatorLanguage, in zone: TimeZone, columns: Int? = nil) -> String {
        let blocks =
            [head(language, in: zone)] + groups.enumerated().map { lines(of: $1, rank: $0 + 1, language, in: zone) }
        return
            blocks.map { lines in
                lines.map { TextTable.folded($0, to: columns, hanging: 3) }.joined(separator: "\n")
            }
            .joined(separator: "\n\n")
    }

    private func head(_ language: OperatorLanguage, in zone: TimeZone) -> [String] {
        guard let span else { return [LocalizedText("没有文本消息", "no text messages")[language]] }
        let (start, end) = (LocalTime(span.lowerBound, in: zone), LocalTime(span.upperBound, in: zone))
        let again = askedAgain.values.reduce(0, +)
        var lines = [
            LocalizedText(
                "\(start) 至 \(end)：\(texts) 条文本，\(notUnderstood) 条没听懂（\(notUnderstoodFollowers) 人），"
                    + "\(again) 条答了又问，\(smallTalk) 条闲聊",
                "\(start) to \(end): \(English.count(texts, of: "text")), \(notUnderstood) not understood "
                    + "(\(English.count(notUnderstoodFollowers, of: "follower"))), \(again) asked again, \(smallTalk) small talk"
            ),
            LocalizedText(
                "归成 \(newCount) 组待答（共 \(groupedMessages) 条），另有已忽略 \(ignoredCount) 组、规则已解决 \(solvedCount) 组；"
                    + "列出 \(groups.count) 组",
                English.count(newCount, of: "group needs", plural: "groups need")
                    + " an answer (\(English.count(groupedMessages, of: "message")) in all groups), "
                    + "\(ignoredCount) \(English.agreed(ignoredCount, one: "is", many: "are")) ignored, "
                    + "\(solvedCount) solved by rules; listed: \(groups.count)"
            ),
        ]
        if leftOut > 0 {
            lines.append(
                LocalizedText(
                    "文本种类太多，\(leftOut) 条没有分组：用 --since 和 --until 缩短时间",
                    "too many different texts, \(leftOut) not grouped: shorten the time with --since and --until"
                )
            )
        }
        return lines.map { $0[language] }
    }

    private func lines(of group: MinedGroup, rank: Int, _ language: OperatorLanguage, in zone: TimeZone) -> [String] {
        let last = LocalTime(group.last, in: zone)
        let title = LocalizedText(
            "\(rank)  \(ForeignText.oneLine(group.name))  \(group.followers) 人 \(group.messages) 条，最近 \(last)  ",
            "\(rank)  \(ForeignText.oneLine(group.name))  \(English.count(group.followers, of: "follower")), "
                + "\(English.count(group.messages, of: "message")), last \(last)  "
        )
        let samples = group.samples.map { sample in
            "“\(ForeignText.oneLine(sample.text, limit: 30))”" + (sample.followers > 1 ? "×\(sample.followers)" : "")
        }
        let indented = [samples.joined(separator: " ")] + advice(on: group).map { $0[language] }
        return [title[language] + group.stateText[language]] + indented.map { "   " + $0 }
    }

    private func advice(on group: MinedGroup) -> [LocalizedText] {
        var lines: [LocalizedText] = []
        if case .rule(let id, let place) = group.target {
            lines.append(
                LocalizedText(
                    "也许属于规则“\(id)”（\(place.path):\(place.line)）",
                    "perhaps a matter of the rule \"\(id)\" (\(place.path):\(place.line))"
                )
            )
        }
        if let proposal = group.proposal {
            let test = proposal.backtest
            lines.append(
                LocalizedText(
                    "建议关键词：\(proposal.words.joined(separator: "、")) → 回答 \(test.answers) 条（\(test.followers) 人），"
                        + "不抢别的规则，被 none 排除 \(test.ruledOut) 条",
                    "words: \(proposal.words.joined(separator: ", ")) → answers "
                        + "\(English.count(test.answers, of: "message")) of "
                        + "\(English.count(test.followers, of: "follower")), takes none from other rules, \(test.ruledOut) ruled out by none"
                )
            )
        } else if group.state == .new {
            lines.append(LocalizedText("没有合适的关键词：请看例句", "no word fits: read the samples"))
        }
        return lines + group.refusals.map(\.phrase)
    }
}

extension MinedGroup {
    /// The state in words.
    package var stateText: LocalizedText {
        switch state {
        case .new:
            if case .newQuestion = target { return LocalizedText("新问题", "new question") }
            return LocalizedText("新说法", "new wording")
        case .ignored(let word, let reason):
            return LocalizedText("已忽略“\(word)”：\(reason)", "ignored \"\(word)\": \(reason)")
        case .solved(let rule, .live): return LocalizedText("规则“\(rule)”已能回答", "solved by the rule \"\(rule)\"")
        case .solved(let rule, let stage):
            return LocalizedText(
                "规则“\(rule)”能回答，但 stage 是 \(stage.rawValue)",
                "solved by the rule \"\(rule)\", whose stage is \(stage.rawValue)"
            )
        case .answeredBadly(let rule):
            return LocalizedText("规则“\(rule)”答了又问：请改它的答复", "asked again after \"\(rule)\": rework its answer")
        }
    }
}

extension MinedGroup.Refusal {
    /// The refusal in words.
    fileprivate var phrase: LocalizedText {
        switch reason {
        case .steals(let count, let rule):
            LocalizedText(
                "不用“\(word)”：会从规则“\(rule)”抢走 \(count) 条",
                "not \"\(word)\": it takes \(English.count(count, of: "message")) from the rule \"\(rule)\""
            )
        case .answersNone:
            LocalizedText("不用“\(word)”：一条也回答不了", "not \"\(word)\": it answers no message")
        case .unusable: LocalizedText("不用“\(word)”：不能作关键词", "not \"\(word)\": it cannot be a keyword")
        case .untried:
            LocalizedText(
                "没试“\(word)”：长消息太多；用 --since、--until 或 --top 缩小范围",
                "not tried \"\(word)\": there are too many long messages; take less with --since, --until or --top"
            )
        }
    }
}

// The result of mining for programs.
extension MiningReport {
    /// The JSON document, version 1, with its keys in order.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return ForeignText.json(String(decoding: try encoder.encode(MiningDocument(self)), as: UTF8.self))
    }
}

/// The form of the JSON document.
private struct MiningDocument: Encodable {
    struct Group: Encodable {
        let name: String
        let messages: Int
        let followers: Int
        let notUnderstood: Int
        let askedAgain: Int
        let first: Date
        let last: Date
        let state: String
        let because: String?
        let stateRule: String?
        let belongsTo: String?
        let samples: [Sample]
        let words: [String]
        let backtest: Backtest?
        let refused: [Refusal]
    }

    struct Sample: Encodable {
        let text: String
        let followers: Int
    }

    struct Backtest: Encodable {
        let answers: Int
        let followers: Int
        let ruledOut: Int
    }

    struct Refusal: Encodable {
        let word: String
        let reason: String
        let rule: String?
        let messages: Int?
    }

    let version = 1
    let from: Date?
    let to: Date?
    let texts: Int
    let smallTalk: Int
    let notUnderstood: Int
    let notUnderstoodFollowers: Int
    let askedAgain: [String: Int]
    let leftOut: Int
    let newGroups: Int
    let ignoredGroups: Int
    let solvedGroups: Int
    let groups: [Group]

    init(_ report: MiningReport) {
        from = report.span?.lowerBound
        to = report.span?.upperBound
        texts = report.texts
        smallTalk = report.smallTalk
        notUnderstood = report.notUnderstood
        notUnderstoodFollowers = report.notUnderstoodFollowers
        askedAgain = report.askedAgain
        leftOut = report.leftOut
        newGroups = report.newCount
        ignoredGroups = report.ignoredCount
        solvedGroups = report.solvedCount
        groups = report.groups.map(Group.init)
    }
}

extension MiningDocument.Group {
    fileprivate init(_ group: MinedGroup) {
        name = group.name
        messages = group.messages
        followers = group.followers
        notUnderstood = group.notUnderstood
        askedAgain = group.askedAgain
        first = group.first
        last = group.last
        switch group.state {
        case .new: (state, because, stateRule) = ("new", nil, nil)
        case .ignored(let word, let reason): (state, because, stateRule) = ("ignored", "\(word): \(reason)", nil)
        case .solved(let rule, _): (state, because, stateRule) = ("solved", nil, rule)
        case .answeredBadly(let rule): (state, because, stateRule) = ("answered_badly", nil, rule)
        }
        if case .rule(let id, _) = group.target { belongsTo = id } else { belongsTo = nil }
        samples = group.samples.map { MiningDocument.Sample(text: $0.text, followers: $0.followers) }
        words = group.proposal?.words ?? []
        backtest = group.proposal.map {
            MiningDocument.Backtest(
                answers: $0.backtest.answers,
                followers: $0.backtest.followers,
                ruledOut: $0.backtest.ruledOut
            )
        }
        refused = group.refusals.map { refusal in
            switch refusal.reason {
            case .steals(let count, let rule):
                MiningDocument.Refusal(word: refusal.word, reason: "steals", rule: rule, messages: count)
            case .answersNone:
                MiningDocument.Refusal(word: refusal.word, reason: "answers_none", rule: nil, messages: nil)
            case .unusable: MiningDocument.Refusal(word: refusal.word, reason: "unusable", rule: nil, messages: nil)
            case .untried: MiningDocument.Refusal(word: refusal.word, reason: "untried", rule: nil, messages: nil)
            }
        }
    }
}
