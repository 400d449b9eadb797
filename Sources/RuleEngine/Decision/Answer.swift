import Foundation

/// The messages of a decision and the follower's state after it, built up one firing rule at a time.
struct Answer {
    private(set) var state: ContactState
    /// The messages, in order.
    private(set) var messages: [OutgoingMessage] = []
    private(set) var handoffNotice: String?
    private(set) var lifetime: Int?

    /// Starts without messages, from the state before the event.
    init(state: ContactState) {
        self.state = state
        self.state.isKnown = true
    }

    /// Adds a firing rule: fills its slot, renders its replies, then begins its cooldown, question and hand-off.
    mutating func add(_ firing: Firing, in context: DecisionContext) {
        let now = context.now
        if let slot = firing.answeredSlot {
            state.question = nil
            state.slots[slot] = firing.captures[slot] ?? context.text?.rawText.trimmingSpaces ?? ""
            state.answered = (state.answered ?? [:]).merging([slot: now]) { $1 }
        }
        for reply in firing.replies {
            let message =
                reply.fixedMessage
                ?? ReplyRenderer(context: context, captures: firing.captures, slots: state.slots).render(reply)
            messages.append(message)
        }
        if firing.reply.pick == .rotate { state.rotations[firing.id, default: 0] &+= 1 }
        if let ask = firing.reply.ask {
            state.question = ContactState.Question(slot: ask.slot, expires: now + TimeInterval(ask.seconds))
        }
        if let cooldown = firing.cooldown, cooldown.seconds > 0 {
            state.cooldowns[firing.id] = now + TimeInterval(cooldown.seconds)
        }
        if let handoff = firing.reply.handoff {
            state.handOff(for: handoff.seconds, cap: context.rules.limits.handoffCap, at: now)
            handoffNotice = handoffNotice ?? handoff.notify
        }
        if let own = firing.lifetime { lifetime = min(lifetime ?? own, own) }
    }

    /// Appends the titles of nearby rules to the last text, as far as the text stays within its limit.
    mutating func suggest(_ titles: [String], limit: Int) {
        guard !titles.isEmpty, case .text(let text)? = messages.last else { return }
        var suggesting = text.trimmingFinalNewlines + "\n您是不是想问："
        var room = limit - suggesting.unicodeScalars.count
        var count = 0
        for line in titles.map({ "\n- " + $0 }) where line.unicodeScalars.count <= room {
            suggesting += line
            room -= line.unicodeScalars.count
            count += 1
        }
        if count > 0 { messages[messages.count - 1] = .text(suggesting) }
    }

    /// Counts the messages as sent on the account's present day.
    mutating func countMessages(in context: DecisionContext) {
        guard !messages.isEmpty else { return }
        state.sent = ContactState.DailyCount(day: context.today, messages: context.sentToday + messages.count)
    }

    /// Counts the event as answered.
    mutating func countAnswer(_ mark: UInt32?, at now: Date) {
        state.pace?.noteAnswer(mark, at: now)
    }

    /// Uncounts the event as part of a loop.
    mutating func forgetEvent() {
        state.pace?.forgetEvent()
    }
}

extension Reply {
    /// The message; nil when it has variables.
    fileprivate var fixedMessage: OutgoingMessage? {
        guard case .text(let template) = content, template.parts.count == 1, case .literal(let text) = template.parts[0]
        else { return nil }
        return .text(text)
    }
}

/// Fills the variables of replies (RULES C3, "Template variables").
private struct ReplyRenderer {
    let context: DecisionContext
    /// The firing rule's captures.
    let captures: [String: String]
    /// All answers given, the present one included.
    let slots: [String: String]

    private var limits: RuleLimits.Message { context.rules.limits.message }

    func render(_ reply: Reply) -> OutgoingMessage {
        switch reply.content {
        case .text(let template): .text(text(template, limit: limits.text))
        case .articles(let articles): .articles(articles.map(article))
        }
    }

    private func article(_ template: ArticleTemplate) -> OutgoingMessage.Article {
        OutgoingMessage.Article(
            title: text(template.title, limit: limits.title),
            description: template.description.map { text($0, limit: limits.description) },
            image: template.image.map(address),
            url: address(template.url),
            action: template.action.map { text($0, limit: limits.action) }
        )
    }

    /// A filled template, cut where inserted values make it longer than the limit (RELIABILITY T27).
    private func text(_ template: ReplyTemplate, limit: Int) -> String {
        let rendered = template.render(value)
        guard rendered.utf8.count > limit, rendered.unicodeScalars.count > limit else { return rendered }
        return String(rendered.unicodeScalars.prefix(limit))
    }

    /// A filled address, with empty values where it becomes too long: a cut address leads elsewhere.
    private func address(_ template: ReplyTemplate) -> String {
        let rendered = template.render(value)
        let isShort = rendered.utf8.count <= limits.address || rendered.unicodeScalars.count <= limits.address
        return isShort ? rendered : template.render { _ in "" }
    }

    private func value(of variable: TemplateVariable) -> String? {
        let local = context.local
        return switch variable {
        case .capture(let name): captures[name]
        case .slot(let name): slots[name]
        case .menu: context.event.menu
        case .scene: context.event.scene
        case .accountName: context.rules.account.name
        case .userName: context.event.userName
        case .date: context.today
        case .time: local.timeText
        case .scheduleToday(let name): context.rules.schedules[name]?.today(local)
        case .scheduleNextOpen(let name): context.rules.schedules[name]?.nextOpeningText(after: local)
        }
    }
}
