/// The rules of which it is not known whether they ever win, because the check's budgets were used up (RB212).
final class ShadowGap {
    private var first: Rule?
    private var count = 0

    /// Notes a rule that was not checked, or not to the end.
    func note(_ rule: Rule) {
        first = first ?? rule
        count += 1
    }

    /// One note about all of them; nil when there are none.
    var diagnostic: Diagnostic? {
        guard let first else { return nil }
        return Diagnostic(
            "RB212",
            .note,
            at: first.location,
            LocalizedText(
                "从规则 “\(first.id)” 起,有 \(count) 条规则没有查完是否永远不会胜出:检查的次数用完了",
                "From rule “\(first.id)” on, whether a rule ever wins was not checked to the end for \(count) rules: "
                    + "the check has done all that it may"
            ),
            help: LocalizedText(
                "机器人照常回答;改正已报告的,再检查一次",
                "The bot answers all the same; correct what is reported, and check again"
            )
        )
    }
}
