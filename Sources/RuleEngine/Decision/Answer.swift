import Foundation

/// What is sent, and the follower's state after it, built up one firing rule at a time.
struct Answer {
    private let context: DecisionContext
    private(set) var state: ContactState
    /// Messages of `also` rules, which give way when there is no room for all.
    private var asides: [OutgoingMessage] = []
    /// Messages of the rule that ended the walk.
    private var main: [OutgoingMessage] = []
    private(set) var handoffNotice: String?
    private(set) var lifetime: Int?
    private var handsOff = false

    /// Says nothing, and knows that the follower was there.
    init(in context: DecisionContext) {
        self.context = context
        state = context.state
        state.isKnown = true
    }

    /// Adds the reply of a firing rule: closes its question, renders, then opens what it opens.
    mutating func add(_ firing: Firing) {
        fillSlot(of: firing)
        let answered = state.rotations[firing.id] ?? 0
        let selection = ReplySelection(of: firing, event: context.event, answered: answered)
        let values = TemplateValues(context: context, captures: firing.captures, slots: state.slots)
        let rendered = selection.replies.map(values.render)
        if firing.continues { asides += rendered } else { main += rendered }
        if firing.reply.pick == .rotate { state.rotations[firing.id] = answered &+ 1 }
        open(firing)
        lifetime = [lifetime, firing.lifetime].compactMap(\.self).min()
    }

    /// What is sent, in order.
    var messages: [OutgoingMessage] { asides + main }

    /// Drops messages beyond the limit, those of `also` rules first.
    mutating func cap(at limit: Int) {
        main = Array(main.prefix(max(0, limit)))
        asides = Array(asides.prefix(max(0, limit - main.count)))
    }

    /// Whether the follower's daily quota allows the messages; only a hand-off may use the reserve.
    var fitsQuota: Bool {
        let limits = context.rules.limits
        let allowed = limits.dailyPerUser - (handsOff ? 0 : limits.reserveForHandoff)
        return messages.isEmpty || context.sentToday + messages.count <= allowed
    }

    /// Counts the messages as sent on the account's present day.
    mutating func countMessages() {
        guard !messages.isEmpty else { return }
        let day = context.local.day.description
        state.sent = ContactState.DailyCount(day: day, messages: context.sentToday + messages.count)
    }

    /// Appends the titles of nearby rules to the last text.
    mutating func suggest(_ titles: [String]) {
        guard !titles.isEmpty, case .text(let text)? = main.last else { return }
        let lines = [text.trimmingFinalNewlines, "您是不是想问:"] + titles.map { "- " + $0 }
        main[main.count - 1] = .text(lines.joined(separator: "\n"))
    }

    private mutating func fillSlot(of firing: Firing) {
        guard let slot = firing.answeredSlot else { return }
        state.question = nil
        state.slots[slot] = firing.captures[slot] ?? context.text?.rawText.trimmingSpaces ?? ""
    }

    private mutating func open(_ firing: Firing) {
        if let ask = firing.reply.ask {
            state.question = ContactState.Question(slot: ask.slot, expires: after(ask.seconds))
        }
        if let cooldown = firing.cooldown, cooldown.seconds > 0 {
            state.cooldowns[firing.id] = after(cooldown.seconds)
        }
        if let handoff = firing.reply.handoff {
            state.handoffUntil = max(state.handoffUntil ?? .distantPast, after(handoff.seconds))
            handoffNotice = handoffNotice ?? handoff.notify
            handsOff = true
        }
    }

    private func after(_ seconds: Int) -> Date {
        context.now.addingTimeInterval(TimeInterval(seconds))
    }
}
