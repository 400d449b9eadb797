/// The room that the limits leave for messages (RULES C4, steps 4 and 6).
struct ReplyRoom {
    /// How many messages this event may still cause.
    private var perEvent: Int
    /// How many messages this follower may still get on this day.
    private var today: Int
    /// How many of those are closed to what yields first.
    private let closedToLow: Int

    private init(in context: DecisionContext, withReserve: Bool) {
        let limits = context.rules.contents.limits
        let daily = limits.daily(for: withReserve ? .essential : .ordinary)
        perEvent = max(0, limits.messagesPerEvent)
        today = max(0, daily - context.sentToday)
        closedToLow = withReserve ? 0 : daily - limits.daily(for: .low)
    }

    /// The rules that there is room for, in their order; none when there is none for the rule that ended the walk.
    ///
    /// Only an answer that hands off may use the reserve; the fallback and rules with a priority below 0 stop first.
    static func heard(_ firings: [Firing], in context: DecisionContext) -> [Firing] {
        if firings.contains(where: \.handsOff) {
            let heard = ReplyRoom(in: context, withReserve: true).heard(firings)
            if heard.contains(where: \.handsOff) { return heard }
        }
        return ReplyRoom(in: context, withReserve: false).heard(firings)
    }

    /// The rule that ended the walk has the room first, then the `also` rules before it, in order.
    private func heard(_ firings: [Firing]) -> [Firing] {
        let count = firings.reduce(0) { $0 + $1.replies.count }
        let closed = firings.contains(where: \.isLow) ? closedToLow : 0
        if count <= min(perEvent, today - closed) { return firings }
        var room = self
        guard let last = firings.last, !last.continues else { return firings.compactMap { room.admit($0) } }
        guard let main = room.admit(last) else { return [] }
        return firings.dropLast().compactMap { room.admit($0) } + [main]
    }

    /// Cuts an answer to what one event may cause; nil when nothing is left, or when the day has no room for the rest.
    private mutating func admit(_ firing: Firing) -> Firing? {
        let count = min(firing.replies.count, perEvent)
        guard count == 0 || count <= today - (firing.isLow ? closedToLow : 0), count > 0 || firing.replies.isEmpty
        else { return nil }
        perEvent -= count
        today -= count
        return firing.limited(to: count)
    }
}
