/// The number of messages that the limits still allow (RULES C4, steps 4 and 6).
struct MessageBudget {
    /// The number of messages that this event may still cause.
    private var perEvent: Int
    /// The number of messages that this follower may still get on this day.
    private var today: Int
    /// The part of those that is closed to the class that yields first.
    private let closedToLow: Int

    /// The rules for which the limits leave room, in their order; none when the rule that ended the walk has no room.
    ///
    /// Only an answer that hands off may use the reserve; the fallback and rules with a priority below 0 stop first.
    static func admit(_ firings: [Firing], in context: DecisionContext) -> [Firing] {
        let limits = context.rules.limits
        let ordinary = limits.daily(for: .ordinary)
        let perEvent = max(0, limits.messagesPerEvent)
        if firings.contains(where: \.handsOff) {
            let today = max(0, limits.daily(for: .essential) - context.sentToday)
            let heard = MessageBudget(perEvent: perEvent, today: today, closedToLow: 0).admit(firings)
            if heard.contains(where: \.handsOff) { return heard }
        }
        let today = max(0, ordinary - context.sentToday)
        let closedToLow = ordinary - limits.daily(for: .low)
        return MessageBudget(perEvent: perEvent, today: today, closedToLow: closedToLow).admit(firings)
    }

    /// The rule that ended the walk gets room first, then the `also` rules before it, in order.
    private func admit(_ firings: [Firing]) -> [Firing] {
        let count = firings.reduce(0) { $0 + $1.replies.count }
        let closed = firings.contains(where: \.isLow) ? closedToLow : 0
        if count <= min(perEvent, today - closed) { return firings }
        var budget = self
        guard let last = firings.last, !last.continues else { return firings.compactMap { budget.take($0) } }
        guard let main = budget.take(last) else { return [] }
        return firings.dropLast().compactMap { budget.take($0) } + [main]
    }

    /// Cuts an answer to the messages that one event may cause; nil when the event or the day has no room for it.
    private mutating func take(_ firing: Firing) -> Firing? {
        let count = min(firing.replies.count, perEvent)
        guard count == 0 || count <= today - (firing.isLow ? closedToLow : 0), count > 0 || firing.replies.isEmpty
        else { return nil }
        perEvent -= count
        today -= count
        return firing.limited(to: count)
    }
}
