extension DecisionContext {
    /// Whether every part of a `when` holds (RULES C3).
    func holds(_ condition: RuleCondition) -> Bool {
        if condition.isEmpty { return true }
        return holds(schedule: condition.schedule, open: true)
            && holds(schedule: condition.notSchedule, open: false)
            && (condition.dates.isEmpty || condition.dates.contains { $0.contains(local.day) })
            && (condition.asked == nil || condition.asked == state.question?.slot)
            && (condition.firstContact == nil || condition.firstContact == !state.isKnown)
    }

    /// Whether a stage lets a rule answer this follower.
    func reaches(_ stage: RuleStage) -> Bool {
        switch stage {
        case .live: true
        case .test: rules.contents.account.testers.contains(event.userID)
        case .shadow, .off: false
        }
    }

    /// Whether a rule is for this event, its text aside.
    func isFor(_ rule: Rule) -> Bool {
        guard rule.event == event.kind, !isHandedOff || rule.isActiveDuringHandoff else { return false }
        if rule.isPlain { return true }
        return Self.admits(event.menu, rule.menus) && Self.admits(event.scene, rule.scenes)
    }

    private func holds(schedule name: String?, open: Bool) -> Bool {
        guard let name else { return true }
        guard let schedule = rules.contents.schedules[name] else { return false }
        return schedule.isOpen(at: local) == open
    }

    private static func admits(_ value: String?, _ allowed: Set<String>) -> Bool {
        guard !allowed.isEmpty else { return true }
        // For a `Set`, other spellings of the same letters are the same text; a key is compared as it is written.
        guard let value, let index = allowed.firstIndex(of: value) else { return false }
        return allowed[index].isSame(scalarsOf: value)
    }
}
