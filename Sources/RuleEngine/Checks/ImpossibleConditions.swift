/// Warns of rules and cases whose time never comes (RB206, RB207).
struct ConditionLint {
    private let times: ConditionTimes

    init(_ times: ConditionTimes) {
        self.times = times
    }

    /// RB207 for days that have passed, RB206 for everything else that cannot happen.
    func findings(on rule: Rule) -> [Diagnostic] {
        let name = LocalizedText("规则 “\(rule.id)” ", "Rule “\(rule.id)”")
        if let finding = finding(on: [rule.condition], name, at: rule.location) { return [finding] }
        var before: [RuleCondition: ReplyCase] = [:]
        return rule.cases.compactMap { reply in
            defer { if before[reply.condition] == nil { before[reply.condition] = reply } }
            if let earlier = before[RuleCondition()] ?? before[reply.condition] {
                return unreachable(reply, after: earlier, rule)
            }
            let name = LocalizedText(
                "规则 “\(rule.id)” 的第 \(reply.number) 种情形",
                "Case \(reply.number) of rule “\(rule.id)”"
            )
            return finding(on: [rule.condition, reply.condition], name, at: reply.location)
        }
    }

    private func finding(on conditions: [RuleCondition], _ name: LocalizedText, at place: SourceLocation) -> Diagnostic?
    {
        guard conditions.contains(where: { !$0.isEmpty }) else { return nil }
        if conditions.contains(where: times.isPast) { return expired(name, at: place) }
        if let reason = contradiction(conditions) ?? closed(conditions) { return impossible(name, reason, at: place) }
        return nil
    }

    /// What the follower did cannot be two things at once.
    private func contradiction(_ conditions: [RuleCondition]) -> LocalizedText? {
        guard Set(conditions.compactMap(\.asked)).count > 1 || Set(conditions.compactMap(\.firstContact)).count > 1
        else { return nil }
        return LocalizedText("它的 when 和规则的 when 互相矛盾", "its `when` contradicts that of the rule")
    }

    private func closed(_ conditions: [RuleCondition]) -> LocalizedText? {
        guard times.moment(of: conditions) == nil else { return nil }
        var single = RuleCondition()
        for name in conditions.compactMap(\.schedule) {
            single = RuleCondition()
            single.schedule = name
            guard times.moment(of: [single]) == nil else { continue }
            return LocalizedText("时间表 “\(name)” 不会再开放", "schedule “\(name)” is not open any more")
        }
        for name in conditions.compactMap(\.notSchedule) {
            single = RuleCondition()
            single.notSchedule = name
            guard times.moment(of: [single]) == nil else { continue }
            return LocalizedText("时间表 “\(name)” 从不关闭", "schedule “\(name)” is never closed")
        }
        return LocalizedText("没有一个时刻同时满足 when 的各项", "its conditions never hold at the same time")
    }

    private func impossible(_ name: LocalizedText, _ reason: LocalizedText, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB206",
            .warning,
            at: place,
            LocalizedText("\(name.chinese)永远用不到:\(reason.chinese)", "\(name.english) is never used: \(reason.english)"),
            help: LocalizedText("改 when 或时间表;不需要就删掉", "Change `when` or the schedule; if it is not needed, delete it")
        )
    }

    private func unreachable(_ reply: ReplyCase, after earlier: ReplyCase, _ rule: Rule) -> Diagnostic {
        let reason =
            earlier.condition.isEmpty
            ? LocalizedText(
                "前面第 \(earlier.number) 种没有 when,总是成立",
                "case \(earlier.number) has no `when` and always applies"
            )
            : LocalizedText("前面第 \(earlier.number) 种的 when 与它相同", "case \(earlier.number) has the same `when`")
        return Diagnostic(
            "RB206",
            .warning,
            at: reply.location,
            LocalizedText(
                "规则 “\(rule.id)” 的第 \(reply.number) 种情形永远用不到:\(reason.chinese)",
                "Case \(reply.number) of rule “\(rule.id)” is never used: \(reason.english)"
            ),
            help: LocalizedText("调整顺序,没有 when 的写在最后", "Change the order; a case without `when` comes last"),
            related: [.init(location: earlier.location, note: LocalizedText("先用这一种", "This one is used first"))]
        )
    }

    private func expired(_ name: LocalizedText, at place: SourceLocation) -> Diagnostic {
        Diagnostic(
            "RB207",
            .warning,
            at: place,
            LocalizedText(
                "\(name.chinese)已过期:dates 都在今天之前",
                "\(name.english) has expired: all its `dates` have passed"
            ),
            help: LocalizedText(
                "改 dates;不再需要就删掉,或写 stage: off",
                "Change `dates`; if it is done with, delete it or write stage: off"
            )
        )
    }
}
