import Foundation

/// A moment and a follower for whom a rule is there.
struct Situation {
    /// What the engine remembers of the follower.
    let state: ContactState
    /// When it is.
    let date: Date
    /// The follower; a tester where the rule is for testers.
    let user: String
    /// What is special about it, for an operator; empty when nothing is.
    let note: LocalizedText

    /// Nil where the rule is there for nobody, or never.
    init?(of rule: Rule, in rules: RuleSet, times: ConditionTimes, now: Date?) {
        let tester = rules.account.testers.min()
        guard rule.stage == .live || rule.stage == .test && tester != nil else { return nil }
        let situations = rule.cases.lazy.compactMap { Self.moment([rule.condition, $0.condition], times) }
        guard let (condition, time) = situations.first else { return nil }
        let date = time.map { $0.date(in: rules.account.timeZone) } ?? now ?? Self.anyDate
        var state = ContactState()
        state.isKnown = condition.firstContact == false
        if let slot = condition.asked {
            state.question = ContactState.Question(slot: slot, expires: date.addingTimeInterval(60))
        }
        self.state = state
        self.date = date
        user = rule.stage == .test ? tester ?? Self.anybody : Self.anybody
        note = Self.note(condition, time, isTester: rule.stage == .test)
    }

    private static let anyDate = Date(timeIntervalSince1970: 1_770_688_800)
    private static let anybody = "2088000000000000"

    /// What both conditions ask of the follower, and a time for them; nil where they never hold together.
    private static func moment(
        _ conditions: [RuleCondition],
        _ times: ConditionTimes
    ) -> (condition: RuleCondition, time: LocalTime?)? {
        let (slots, contacts) = (Set(conditions.compactMap(\.asked)), Set(conditions.compactMap(\.firstContact)))
        guard slots.count <= 1, contacts.count <= 1 else { return nil }
        var condition = RuleCondition()
        condition.asked = slots.first
        condition.firstContact = contacts.first
        let isTimed = conditions.contains { $0.schedule != nil || $0.notSchedule != nil || !$0.dates.isEmpty }
        guard isTimed else { return (condition, nil) }
        return times.moment(of: conditions).map { (condition, $0) }
    }

    private static func note(_ condition: RuleCondition, _ time: LocalTime?, isTester: Bool) -> LocalizedText {
        var parts: [LocalizedText] = []
        if let time { parts.append(LocalizedText(verbatim: "--at \(time.day)T\(time.timeText)")) }
        if isTester { parts.append(LocalizedText(verbatim: "--as-tester")) }
        if let slot = condition.asked { parts.append(LocalizedText("提问 “\(slot)” 期间", "while “\(slot)” is asked")) }
        if condition.firstContact == false { parts.append(LocalizedText("不是首次联系", "not at first contact")) }
        guard !parts.isEmpty else { return LocalizedText(verbatim: "") }
        return LocalizedText(
            "(" + parts.map(\.chinese).joined(separator: ",") + ")",
            " (" + parts.map(\.english).joined(separator: ", ") + ")"
        )
    }
}
