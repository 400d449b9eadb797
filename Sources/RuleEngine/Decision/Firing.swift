/// A rule, or the fallback, at the moment when it answers.
///
/// Immutable, and a class because it is handed on several times.
final class Firing {
    /// The rule's id, or `fallback`.
    let id: String
    let reply: ReplyCase
    /// Which of the case's replies are sent.
    let replies: [Reply]
    let captures: [String: String]
    let cooldown: Cooldown?
    /// The slot that this answer fills.
    let answeredSlot: String?
    let lifetime: Int?
    /// Whether the walk went on after it.
    let continues: Bool
    /// Whether it yields to all others when the day is nearly used.
    let isLow: Bool
    /// Its place among the candidates; nil for the fallback.
    let candidate: Int?

    init(_ contender: Contender, captures: [String: String], candidate: Int, in context: DecisionContext) {
        let rule = contender.rule
        id = rule.id
        reply = rule.cases[contender.caseIndex]
        replies = context.replies(of: reply, rule.id)
        self.captures = captures
        cooldown = rule.cooldown
        answeredSlot = rule.condition.asked ?? reply.condition.asked
        lifetime = rule.lifetime
        continues = rule.continues
        isLow = rule.priority < 0
        self.candidate = candidate
    }

    init(_ fallback: Fallback, in context: DecisionContext) {
        id = Fallback.id
        reply = fallback.reply
        replies = context.replies(of: fallback.reply, Fallback.id)
        captures = [:]
        cooldown = fallback.cooldown
        answeredSlot = nil
        lifetime = nil
        continues = false
        isLow = true
        candidate = nil
    }

    private init(_ firing: Firing, replies: [Reply]) {
        id = firing.id
        reply = firing.reply
        self.replies = replies
        captures = firing.captures
        cooldown = firing.cooldown
        answeredSlot = firing.answeredSlot
        lifetime = firing.lifetime
        continues = firing.continues
        isLow = firing.isLow
        candidate = firing.candidate
    }

    /// Whether a person is to answer from now on.
    var handsOff: Bool { reply.handoff != nil }

    /// The same with the first replies only.
    func limited(to count: Int) -> Firing {
        count < replies.count ? Firing(self, replies: Array(replies.prefix(count))) : self
    }
}

extension DecisionContext {
    fileprivate func replies(of reply: ReplyCase, _ rule: String) -> [Reply] {
        guard reply.pick != .all else { return reply.replies }
        return ReplySelection(of: reply, rule, event: event, answered: state.rotations[rule] ?? 0).replies
    }
}
