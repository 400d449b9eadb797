extension SectionReader {
    static let answerKeys = ["reply", "replies", "pick", "ask", "handoff"]

    /// Reads a rule's `cases`, or the one case that a rule without them is.
    func cases(_ rule: MappingReader, scope: TemplateScope) -> [ReplyCase] {
        let defaults = CaseDefaults(ask: rule["ask"].flatMap(question), handoff: rule["handoff"].flatMap(handoff))
        checkSingleAnswer(rule, keys: ["reply", "replies", "cases"], mayOnlyHandOff: true)
        guard let list = rule["cases"] else {
            return [answer(rule, number: 1, condition: RuleCondition(), defaults: defaults, scope: scope)]
        }
        if let pick = rule.key("pick") { reportMisplacedPick(pick) }
        return fields.items(list, "cases").enumerated()
            .compactMap { index, node in
                replyCase(node, number: index + 1, defaults: defaults, scope: scope)
            }
    }

    private func replyCase(
        _ node: DocumentNode,
        number: Int,
        defaults: CaseDefaults,
        scope: TemplateScope
    ) -> ReplyCase? {
        let name = Phrase("“cases” 第 \(number) 项", "Case \(number)")
        guard let reader = mapping(node, name, keys: ["when"] + Self.answerKeys) else { return nil }
        checkSingleAnswer(reader, keys: ["reply", "replies"], mayOnlyHandOff: true, inherits: defaults.handoff != nil)
        let condition = condition(reader["when"])
        let own = CaseDefaults(
            ask: reader["ask"].flatMap(question) ?? defaults.ask,
            handoff: reader["handoff"].flatMap(handoff) ?? defaults.handoff
        )
        var scope = scope
        if let asked = condition.asked, scope.event == .text { scope.answered.insert(asked) }
        return answer(reader, number: number, condition: condition, defaults: own, scope: scope)
    }

    /// Reads what is said, from a mapping with `reply` or `replies`.
    func answer(
        _ reader: MappingReader,
        number: Int,
        condition: RuleCondition,
        defaults: CaseDefaults,
        scope: TemplateScope
    ) -> ReplyCase {
        let (replies, pick) = replies(reader, scope: scope)
        return ReplyCase(
            number: number,
            condition: condition,
            replies: replies,
            pick: pick,
            ask: defaults.ask,
            handoff: defaults.handoff,
            location: reader.location
        )
    }

    /// Exactly one of the keys that say what is answered; none, where a hand-off is all that happens.
    func checkSingleAnswer(_ reader: MappingReader, keys: [String], mayOnlyHandOff: Bool, inherits: Bool = false) {
        let written = keys.filter(reader.has)
        let list = keys.joined(separator: "/")
        if written.isEmpty, !(mayOnlyHandOff && (inherits || reader.has("handoff"))) {
            reader.reportMissing(
                Phrase("回复", "reply"),
                help: Phrase("写其中一个:\(list)", "Write one of: \(list)")
            )
        }
        guard written.count > 1, let second = reader.key(written[1]) else { return }
        fields.refuse(
            "RB013",
            second,
            Phrase("“\(written[0])” 和 “\(written[1])” 只能写一个", "“\(written[0])” and “\(written[1])” exclude each other"),
            help: Phrase("留下其中一个:\(list)", "Keep one of: \(list)")
        )
    }

    private func reportMisplacedPick(_ key: DocumentScalar) {
        fields.refuse(
            "RB013",
            key,
            Phrase("有 cases 时,“pick” 要写在各项里", "With “cases”, “pick” belongs into the cases"),
            help: Phrase("把 pick 移到有 replies 的那一项", "Move it to the case that has replies")
        )
    }
}
