import Foundation

/// What is sent, and the follower's state after it, built up one firing rule at a time.
struct Answer {
    private(set) var state: ContactState
    /// What is sent, in order.
    private(set) var messages: [OutgoingMessage] = []
    private(set) var handoffNotice: String?
    private(set) var lifetime: Int?

    /// Says nothing, and knows that the follower was there.
    init(in context: DecisionContext) {
        state = context.state
        state.isKnown = true
    }

    /// Adds the replies of a firing rule: closes its question, renders, then opens what it opens.
    mutating func add(_ firing: Firing, in context: DecisionContext) {
        fillSlot(of: firing, in: context)
        for reply in firing.replies { messages.append(reply.fixedMessage ?? rendered(reply, of: firing, in: context)) }
        if firing.reply.pick == .rotate { state.rotations[firing.id, default: 0] &+= 1 }
        open(firing, in: context)
        if let own = firing.lifetime { lifetime = min(lifetime ?? own, own) }
    }

    /// Counts the messages as sent on the account's present day.
    mutating func countMessages(in context: DecisionContext) {
        guard !messages.isEmpty else { return }
        state.sent = ContactState.DailyCount(day: context.today, messages: context.sentToday + messages.count)
    }

    /// Counts the event as answered; `answer` is what it was and how it was answered.
    mutating func countAnswer(_ answer: UInt32?, at now: Date) {
        state.pace?.noteAnswer(answer, at: now)
    }

    /// Does not count the event among those that may be a loop.
    mutating func forgetEvent() {
        state.pace?.forgetEvent()
    }

    /// Appends the titles of nearby rules to the last text, as far as the text stays within its limit.
    mutating func suggest(_ titles: [String]) {
        guard !titles.isEmpty, case .text(let text)? = messages.last else { return }
        var suggesting = text.trimmingFinalNewlines + "\n您是不是想问:"
        var room = ReplyLimits().text - suggesting.unicodeScalars.count
        var count = 0
        for line in titles.map({ "\n- " + $0 }) where line.unicodeScalars.count <= room {
            suggesting += line
            room -= line.unicodeScalars.count
            count += 1
        }
        if count > 0 { messages[messages.count - 1] = .text(suggesting) }
    }

    private func rendered(_ reply: Reply, of firing: Firing, in context: DecisionContext) -> OutgoingMessage {
        TemplateValues(context: context, captures: firing.captures, slots: state.slots).render(reply)
    }

    private mutating func fillSlot(of firing: Firing, in context: DecisionContext) {
        guard let slot = firing.answeredSlot else { return }
        state.question = nil
        state.slots[slot] = firing.captures[slot] ?? context.text?.rawText.trimmingSpaces ?? ""
        state.answered = (state.answered ?? [:]).merging([slot: context.now]) { $1 }
    }

    private mutating func open(_ firing: Firing, in context: DecisionContext) {
        let now = context.now
        if let ask = firing.reply.ask {
            state.question = ContactState.Question(slot: ask.slot, expires: now + TimeInterval(ask.seconds))
        }
        if let cooldown = firing.cooldown, cooldown.seconds > 0 {
            state.cooldowns[firing.id] = now + TimeInterval(cooldown.seconds)
        }
        if let handoff = firing.reply.handoff {
            state.handOff(for: handoff.seconds, cap: context.rules.contents.limits.handoffCap, at: now)
            handoffNotice = handoffNotice ?? handoff.notify
        }
    }
}

extension Reply {
    /// The message, where nothing in it is to be filled.
    fileprivate var fixedMessage: OutgoingMessage? {
        guard case .text(let template) = content, template.parts.count == 1, case .literal(let text) = template.parts[0]
        else { return nil }
        return .text(text)
    }
}
