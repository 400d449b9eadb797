/// Which variables are sure to have a value where a reply is sent (RULES C4, last sentence).
struct TemplateScope {
    var event: RuleEvent.Kind = .text
    /// The clauses of the rule; nil when they could not be read.
    var clauses: [MatchClause]? = []
    var hasScenes = false
    /// Slots that are filled whenever this reply is sent.
    var answered: Set<String> = []
    var hasAccountName = false

    /// Why a placeholder may stay without a value; nil when it cannot.
    func problem(of placeholder: TemplatePlaceholder) -> TemplateProblem? {
        switch placeholder.variable {
        case .capture(let name): captureProblem(name, placeholder)
        case .menu where event != .click:
            unavailable(placeholder, Phrase(" event: click 的规则", "rules with event: click"))
        case .scene where event != .enter && event != .follow:
            unavailable(placeholder, Phrase(" event: enter 或 follow 的规则", "rules with event: enter or follow"))
        case _ where placeholder.fallback != nil: nil
        case .accountName where !hasAccountName:
            uncertain(placeholder, Phrase("account 里没有写 name", "“account” has no “name”"))
        case .userName: uncertain(placeholder, Phrase("支付宝不一定提供用户名", "Alipay does not always tell the name"))
        case .scene where !hasScenes:
            uncertain(placeholder, Phrase("用户不一定是扫码来的", "not everybody comes through a QR code"))
        case .slot(let name) where !answered.contains(name):
            uncertain(placeholder, Phrase("用户不一定回答过 “\(name)”", "“\(name)” may not have been answered"))
        default: nil
        }
    }

    private func captureProblem(_ name: String, _ placeholder: TemplatePlaceholder) -> TemplateProblem? {
        guard let clauses else { return nil }
        let groups = clauses.flatMap { $0.patterns.flatMap(\.pattern.groupNames) }
        guard groups.contains(name) else { return unknown(placeholder, groups: groups) }
        if placeholder.fallback != nil { return nil }
        if let clause = clauses.first(where: { !$0.patterns.contains { $0.pattern.groupNames.contains(name) } }) {
            return missing(placeholder, in: clause)
        }
        let isOptional = clauses.contains { clause in
            !clause.patterns.contains {
                $0.pattern.groupNames.contains(name) && !$0.pattern.optionalGroupNames.contains(name)
            }
        }
        let reason = Phrase("正则里的这个分组可以不出现", "this group of the regular expression may be left out")
        return isOptional ? uncertain(placeholder, reason) : nil
    }
}
