extension SectionReader {
    private static let ruleKeys =
        [
            "id", "title", "event", "menu", "scene", "match", "when", "priority", "stage", "cases", "cooldown",
            "while_cooling", "also", "during_handoff", "lifetime", "examples", "counter_examples", "ignore",
        ] + answerKeys

    /// Reads `rules` of all files; a rule with an error is left out, as nothing is made of the files then.
    func rules(_ nodes: [DocumentNode]) -> [Rule] {
        var places: [String: SourceLocation] = [:]
        return nodes.enumerated()
            .compactMap { order, node in
                if let section = sectionAmongRules(node) {
                    diagnostics.report(section)
                    return nil
                }
                let name = node["id"]?.scalar.map { Phrase("规则 “\($0.text)” ", "Rule “\($0.text)”") }
                guard let reader = mapping(node, name ?? Phrase("规则", "A rule"), keys: Self.ruleKeys) else {
                    return nil
                }
                return rule(reader, id: id(reader, &places), order: order)
            }
    }

    /// The finding for a section that was written as an item of `rules`.
    private func sectionAmongRules(_ node: DocumentNode) -> Diagnostic? {
        guard let entries = node.mapping, !MisplacedRule.isRule(node),
            let entry = entries.first(where: { RuleFileSections.keys.contains($0.key.text) })
        else { return nil }
        return Diagnostic(
            "RB012",
            at: entry.key.location,
            length: entry.key.length,
            Phrase("“\(entry.key.shown)” 不是规则", "“\(entry.key.shown)” is no rule"),
            help: Phrase(
                "它写在文件最外层：去掉 “- ” 和前面的空格",
                "It belongs to the outermost level: delete the “- ” and the spaces before it"
            )
        )
    }

    private func rule(_ reader: MappingReader, id: String?, order: Int) -> Rule? {
        let written = reader["event"].flatMap { fields.choice($0, "event", RuleEvent.Kind.self) }
        let event = written ?? .text
        let condition = condition(reader["when"])
        let match = reader["match"].map(match) ?? MatchReading()
        // Of an event that cannot be read nothing is known.
        if written != nil || reader["event"] == nil { checkEvent(reader, event: event, condition: condition) }
        let scenes = names(reader["scene"], "scene")
        let scope = TemplateScope(
            event: event,
            clauses: match.isComplete ? match.clauses : nil,
            hasScenes: !scenes.isEmpty,
            // Only a text answers a question with something that can be repeated.
            answered: Set([event == .text ? condition.asked : nil].compactMap(\.self)),
            hasAccountName: vocabulary.mayHaveAccountName
        )
        return Rule(
            id: id ?? "",
            title: reader["title"].flatMap { fields.text($0, "title") }?.text,
            event: event,
            menus: names(reader["menu"], "menu"),
            scenes: scenes,
            clauses: match.clauses,
            condition: condition,
            priority: reader["priority"].flatMap { fields.integer($0, "priority", in: -1_000...1_000) } ?? 0,
            stage: reader["stage"].flatMap { fields.choice($0, "stage", RuleStage.self) } ?? .live,
            cases: cases(reader, scope: scope),
            cooldown: cooldown(reader),
            continues: reader["also"].flatMap { fields.boolean($0, "also") } ?? false,
            isActiveDuringHandoff: reader["during_handoff"].flatMap { fields.boolean($0, "during_handoff") } ?? false,
            lifetime: reader["lifetime"].flatMap { fields.duration($0, "lifetime") },
            examples: examples(reader, "examples"),
            counterExamples: examples(reader, "counter_examples"),
            ignored: ignored(reader["ignore"]),
            order: order,
            location: reader.location
        )
    }

    private func names(_ node: DocumentNode?, _ field: String) -> Set<String> {
        Set(node.map { fields.texts($0, field).map(\.text) } ?? [])
    }

    private func examples(_ reader: MappingReader, _ field: String) -> [RuleExample] {
        let texts = reader[field].map { fields.texts($0, field) } ?? []
        return texts.map { RuleExample(text: $0.text, location: $0.location) }
    }
}
