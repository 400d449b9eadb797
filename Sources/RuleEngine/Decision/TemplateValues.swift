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
        case .text(let template): .text(text(template))
        case .articles(let articles): .articles(articles.map(article))
        }
    }

    private func text(_ template: ReplyTemplate) -> String {
        template.render(value)
    }

    private func article(_ template: ArticleTemplate) -> OutgoingMessage.Article {
        OutgoingMessage.Article(
            title: text(template.title),
            description: template.description.map(text),
            image: template.image.map(text),
            url: text(template.url),
            action: template.action.map(text)
        )
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
        case .date: local.day.description
        case .time: local.timeText
        case .scheduleToday(let name): context.rules.schedules[name]?.today(local)
        case .scheduleNextOpen(let name): context.rules.schedules[name]?.nextOpeningText(after: local)
        }
    }
}
