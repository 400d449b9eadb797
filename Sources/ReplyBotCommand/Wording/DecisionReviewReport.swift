internal import Foundation
internal import OperatorText
internal import ReplyBot
internal import ReplyStore
internal import RuleAuthoring
internal import RuleEngine

/// The explanation of a recorded decision: first whether the rules and the answer are still the same, then the table.
struct DecisionReviewReport: Sendable {
    private let review: DecisionReview
    private let story: EventStory
    private let rules: RuleSet
    private let time: OperatorTime

    init(_ review: DecisionReview, of story: EventStory, by rules: RuleSet, in time: OperatorTime) {
        self.review = review
        self.story = story
        self.rules = rules
        self.time = time
    }

    /// The notes, a state line and the table.
    func render(_ language: OperatorLanguage) -> String {
        let explanation = DecisionExplanation(review.decision, event: review.event, rules: rules, at: review.time)
        let head = notes.map { TextTable.wrapped(ForeignText.oneLine($0[language]), indent: 0) }
        return (head + [explanation.render(language)]).joined(separator: "\n")
    }

    private var notes: [LocalizedText] {
        let moment = time.text(review.time)
        return [rulesNote, answerNote].compactMap(\.self) + [LocalizedText("时刻：\(moment)", "at \(moment)"), state]
    }

    /// Said only where the rules are not those of the decision.
    private var rulesNote: LocalizedText? {
        switch review.rules {
        case .same: return nil
        case .unknown:
            return story.record.decided == nil
                ? LocalizedText("这个事件没有判定过；下面是现在的规则", "The event was not decided; these are the rules of now.")
                : LocalizedText(
                    "没有记下是哪一版规则判定的；下面是现在的规则",
                    "It is not kept which rules decided; these are the rules of now."
                )
        case .other(let recorded):
            let recorded = ForeignText.word(recorded)
            let since = story.rules.map { time.text($0.at) }
            let used = LocalizedText(
                since.map { "（\($0) 生效）" } ?? "",
                since.map { ", in use since \($0)" } ?? ""
            )
            return LocalizedText(
                "现在的规则是 \(review.presentChecksum)，不是当时判定的 \(recorded)\(used.chinese)",
                "The rules are now \(review.presentChecksum), not \(recorded)\(used.english), which decided."
            )
        }
    }

    private var answerNote: LocalizedText? {
        guard review.rules != .same || review.answer != .same else { return nil }
        let (then, now) = (story.record.outcome.phrase, review.decision.outcome.phrase)
        switch review.answer {
        case .none: return nil
        case .same: return LocalizedText("现在的回答一样", "The answer would be the same now.")
        case .otherText:
            return LocalizedText("现在还是这条规则回答，但内容不同", "The same rule would answer now, with another text.")
        case .other:
            return LocalizedText(
                "现在的回答不同：当时 \(then.chinese)，现在 \(now.chinese)",
                "The answer would be another one now: \(then.english) then, \(now.english) now."
            )
        }
    }

    private var state: LocalizedText {
        guard let before = story.before else {
            return LocalizedText(
                "当时的状态没有留下；按新用户判",
                "The state of then is not kept; it is decided as for a new follower."
            )
        }
        let phrases = before.phrases(at: review.time, in: time)
        return LocalizedText(
            "当时的状态：" + phrases.map(\.chinese).joined(separator: "；"),
            "state then: " + phrases.map(\.english).joined(separator: "; ")
        )
    }
}
