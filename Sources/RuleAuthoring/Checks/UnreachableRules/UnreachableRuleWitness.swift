import Foundation
import OperatorText
import RuleEngine

/// An event that a rule matches and another rule answers.
struct UnreachableRuleWitness {
    let content: RuleEvent.Content
    let situation: Situation
    /// The id of the rule that wins.
    let winner: String

    /// How an operator can try it.
    var description: LocalizedText {
        let note = situation.note
        if case .text(let text) = content {
            return LocalizedText("发 “\(text.brief)”\(note.chinese)", "“\(text.brief)”\(note.english)")
        }
        return LocalizedText("--event \(option)\(note.chinese)", "--event \(option)\(note.english)")
    }

    /// The event as `replybot try --event` takes it.
    private var option: String {
        let kind = RuleEvent(content, userID: "", messageID: "").kind.rawValue
        switch content {
        case .click(let menu): return "\(kind):\(menu)"
        case .follow(let scene?), .enter(let scene?): return "\(kind):\(scene)"
        default: return kind
        }
    }
}

extension RuleEvent.Content {
    /// An event with a menu key or scene; nil for texts.
    ///
    /// A click without a key gets one.
    init?(sampleOf kind: RuleEvent.Kind, value: String?) {
        switch kind {
        case .text: return nil
        case .image: self = .image
        case .follow: self = .follow(scene: value)
        case .unfollow: self = .unfollow
        case .enter: self = .enter(scene: value)
        case .click: self = .click(menu: value ?? "MENU")
        case .unknown: self = .unknown
        }
    }
}

/// A moment and a follower for whom a rule takes part.
struct Situation {
    /// The engine's memory of the follower.
    let state: ContactState
    let date: Date
    /// The follower's id; that of a tester for a rule with `stage: test`.
    let user: String
    /// The special circumstances, as options of `replybot try` or in words; empty where there are none.
    let note: LocalizedText

    /// Nil where the rule takes part for nobody, or never.
    static func find(for rule: Rule, in rules: RuleSet, times: ConditionTimes, now: Date?) -> Situation? {
        let isTester = rule.stage == .test
        let tester = rules.account.testers.min()
        guard rule.stage == .live || isTester && tester != nil else { return nil }
        for reply in rule.cases {
            // The follower that both conditions ask for, and a time for them.
            let conditions = [rule.condition, reply.condition]
            let (slots, contacts) = (Set(conditions.compactMap(\.asked)), Set(conditions.compactMap(\.firstContact)))
            guard slots.count <= 1, contacts.count <= 1 else { continue }
            let isTimed = conditions.contains { $0.schedule != nil || $0.notSchedule != nil || !$0.dates.isEmpty }
            let time = isTimed ? times.moment(of: conditions) : nil
            guard !isTimed || time != nil else { continue }

            let date = time.map { $0.date(in: rules.account.timeZone) } ?? now ?? anyDate
            var state = ContactState()
            state.isKnown = contacts.first == false
            if let slot = slots.first {
                state.question = ContactState.Question(slot: slot, expires: date.addingTimeInterval(60))
            }
            var notes: [LocalizedText] = []
            if let time { notes.append(LocalizedText(verbatim: "--at \(time.day)T\(time.timeText)")) }
            if isTester { notes.append(LocalizedText(verbatim: "--as-tester")) }
            if let slot = slots.first { notes.append(LocalizedText("提问 “\(slot)” 期间", "while “\(slot)” is asked")) }
            if contacts.first == false { notes.append(LocalizedText("不是首次联系", "not at first contact")) }
            return Situation(
                state: state,
                date: date,
                user: isTester ? tester ?? anybody : anybody,
                note: joined(notes)
            )
        }
        return nil
    }

    private static let anyDate = Date(timeIntervalSince1970: 1_770_688_800)
    private static let anybody = "2088000000000000"

    private static func joined(_ notes: [LocalizedText]) -> LocalizedText {
        guard !notes.isEmpty else { return LocalizedText(verbatim: "") }
        return LocalizedText(
            "(" + notes.map(\.chinese).joined(separator: ",") + ")",
            " (" + notes.map(\.english).joined(separator: ", ") + ")"
        )
    }
}
