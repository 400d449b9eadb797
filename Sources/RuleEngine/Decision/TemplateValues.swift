/// The values of a template's variables in one decision (RULES C3, "Template variables").
struct TemplateValues {
    let context: DecisionContext
    /// The firing rule's captures.
    let captures: [String: String]
    /// Answers given, the present one included.
    let slots: [String: String]

    /// A reply with every variable filled.
    func render(_ reply: Reply) -> OutgoingMessage {
        switch reply.content {
        case .text(let template): .text(text(template, ReplyLimits().text))
        case .articles(let articles): .articles(articles.map(article))
        }
    }

    /// A filled template, cut where what was inserted makes it longer than the limits (RELIABILITY T27).
    private func text(_ template: ReplyTemplate, _ limit: Int) -> String {
        let rendered = template.render(value)
        guard rendered.unicodeScalars.count > limit else { return rendered }
        return String(rendered.unicodeScalars.prefix(limit))
    }

    private func article(_ template: ArticleTemplate) -> OutgoingMessage.Article {
        let limits = ReplyLimits()
        return OutgoingMessage.Article(
            title: text(template.title, limits.title),
            description: template.description.map { text($0, limits.description) },
            image: template.image.map(address),
            url: address(template.url),
            action: template.action.map { text($0, limits.action) }
        )
    }

    /// A filled address; one that grew too long is filled with nothing inserted, since a cut one leads elsewhere.
    private func address(_ template: ReplyTemplate) -> String {
        let rendered = template.render(value)
        return rendered.unicodeScalars.count <= ReplyLimits().address ? rendered : template.render { _ in "" }
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
