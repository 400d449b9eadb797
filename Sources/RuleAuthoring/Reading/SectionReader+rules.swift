import OperatorText
import RuleEngine

extension SectionReader {
    private static let ruleKeys =
        [
            "id", "title", "event", "menu", "scene", "match", "when", "priority", "stage", "cases", "cooldown",
            "while_cooling", "also", "during_handoff", "lifetime", "examples", "counter_examples", "ignore",
        ] + answerKeys

    /// Reads `rules` of all files; a rule with an error may be left out, as the error refuses the files.
    func rules(_ nodes: [DocumentNode]) -> [Rule] {
        var places: [String: SourceLocation] = [:]
        return nodes.enumerated()
            .compactMap { order, node in
                if let section = sectionAmongRules(node) {
                    diagnostics.report(section)
                    return nil
                }
                let name = node["id"]?.scalar.map { LocalizedText("规则 “\($0.text)” ", "Rule “\($0.text)”") }
                guard
                    let reader = fields.mapping(node, name: name ?? LocalizedText("规则", "A rule"), keys: Self.ruleKeys)
                else {
                    return nil
                }
                return rule(reader, id: id(reader, taken: &places), order: order)
            }
    }

    /// The finding for a section in the place of a rule.
    private func sectionAmongRules(_ node: DocumentNode) -> Diagnostic? {
        guard let entries = node.mapping, !MisplacedRule.isRule(node),
            let entry = entries.first(where: { RuleFileSections.keys.contains($0.key.text) })
        else { return nil }
        return Diagnostic(
            "RB012",
            at: entry.key.location,
            length: entry.key.length,
            LocalizedText("“\(entry.key.shown)” 不是规则", "“\(entry.key.shown)” is no rule"),
            help: LocalizedText(
                "它写在文件最外层：去掉 “- ” 和前面的空格",
                "It belongs to the outermost level: delete the “- ” and the spaces before it"
            )
        )
    }

    private func rule(_ reader: MappingReader, id: String?, order: Int) -> Rule {
        let written = reader.choice("event", as: RuleEvent.Kind.self)
        let event = written ?? .text
        let condition = condition(reader["when"])
        let match = reader["match"].map(match) ?? MatchReading()
        // An unreadable event may be any.
        if written != nil || reader["event"] == nil { checkEvent(reader, event: event, condition: condition) }
        let scenes = Set(reader.texts("scene").map(\.text))
        let scope = TemplateScope(
            event: event,
            clauses: match.isComplete ? match.clauses : nil,
            hasScenes: !scenes.isEmpty,
            // Only a text answers a question with words that a reply can repeat.
            answered: Set([event == .text ? condition.asked : nil].compactMap(\.self)),
            hasAccountName: vocabulary.mayHaveAccountName
        )
        func examples(_ key: String) -> [RuleExample] {
            reader.texts(key).map { RuleExample(text: $0.text, location: $0.location) }
        }
        return Rule(
            id: id ?? "",
            title: reader.text("title")?.text,
            event: event,
            menus: Set(reader.texts("menu").map(\.text)),
            scenes: scenes,
            clauses: match.clauses,
            condition: condition,
            priority: reader.integer("priority", in: -1_000...1_000) ?? 0,
            stage: reader.choice("stage", as: RuleStage.self) ?? .live,
            cases: cases(reader, scope: scope),
            cooldown: cooldown(reader),
            continues: reader.boolean("also") ?? false,
            isActiveDuringHandoff: reader.boolean("during_handoff") ?? false,
            lifetime: reader.duration("lifetime"),
            examples: examples("examples"),
            counterExamples: examples("counter_examples"),
            ignored: ignored(reader["ignore"]),
            order: order,
            location: reader.location
        )
    }

    /// Reads `id`, which no other rule may have.
    private func id(_ reader: MappingReader, taken places: inout [String: SourceLocation]) -> String? {
        let help = LocalizedText("给规则起一个名字，例如 id: 营业时间", "Name the rule, for example id: opening-hours")
        guard let node = reader.required("id", help: help), let id = fields.name(node, field: "id") else { return nil }
        if id.text == Fallback.id {
            fields.refuse(
                id,
                code: "RB013",
                message: LocalizedText("“\(id.shown)” 是兜底专用的名字", "“\(id.shown)” is the name of the fallback"),
                help: LocalizedText(
                    "换一个 id；兜底写在 fallback: 里",
                    "Choose another id; the fallback has a section of its own"
                )
            )
        }
        guard let first = places[id.text] else {
            places[id.text] = id.location
            return id.text
        }
        fields.refuse(
            id,
            code: "RB011",
            message: LocalizedText("id “\(id.shown)” 已被另一条规则使用", "The id “\(id.shown)” is taken by another rule"),
            help: LocalizedText("换一个 id", "Choose another id"),
            related: [.init(location: first, note: LocalizedText("第一次用在这里", "It is first used here"))]
        )
        return nil
    }

    /// Checks the keys that only rules for some events may have.
    private func checkEvent(_ reader: MappingReader, event: RuleEvent.Kind, condition: RuleCondition) {
        check(["match", "examples", "counter_examples"], of: reader, event: event, allowed: [.text])
        check(["menu"], of: reader, event: event, allowed: [.click])
        check(["scene"], of: reader, event: event, allowed: [.enter, .follow])
        guard event == .text, !reader.has("match"), condition.asked == nil else { return }
        reader.reportMissing(
            LocalizedText("“match”", "“match”"),
            help: LocalizedText(
                "写上要匹配的词，例如 match: [退款]；若不是文字消息的规则，写 event:",
                "Say what it looks for, for example match: [refund]; if it is for another event, write event:"
            )
        )
    }

    private func check(
        _ keys: [String],
        of reader: MappingReader,
        event: RuleEvent.Kind,
        allowed: [RuleEvent.Kind]
    ) {
        guard !allowed.contains(event) else { return }
        let events = allowed.map { "event: \($0.rawValue)" }.joined(separator: "、")
        for key in keys.compactMap(reader.key) {
            fields.refuse(
                key,
                code: "RB013",
                message: LocalizedText(
                    "“\(key.shown)” 只用于 \(events) 的规则",
                    "“\(key.shown)” is only for rules with \(events)"
                ),
                help: LocalizedText(
                    "删掉它，或改 event（这里是 \(event.rawValue)）",
                    "Delete it, or change event (it is \(event.rawValue))"
                )
            )
        }
    }

    /// Reads `ignore`: the lints that the author has silenced, with reasons.
    private func ignored(_ node: DocumentNode?) -> [String: String] {
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            fields.wrongShape(
                node,
                name: FieldReader.name("ignore"),
                expected: LocalizedText("“RB203: 原因”", "“RB203: reason”")
            )
            return [:]
        }
        var ignored: [String: String] = [:]
        var last: DocumentEntry?
        for entry in entries {
            if entry.value.isBlank, let before = last, SplitText.isText(entry.key.text),
                let split = SplitText(source: entry.key.source).atComma(before, rest: [entry])
            {
                diagnostics.report(split)
            } else if isIgnorable(entry.key) {
                ignored[entry.key.text] = fields.text(entry.value, field: entry.key.text)?.text
            }
            last = entry
        }
        return ignored
    }

    /// Whether a code can be silenced; if not, that is reported.
    private func isIgnorable(_ key: DocumentScalar) -> Bool {
        let isLint = key.text.hasPrefix("RB1") || key.text.hasPrefix("RB2")
        let digits = key.text.dropFirst(2)
        let isError = ["RB210", "RB211", "RB226", "RB227", "RB228"].contains(key.text)
        if isLint, !isError, digits.utf8.count == 3, DecimalText.number(String(digits)) != nil { return true }
        fields.refuse(
            key,
            code: "RB013",
            message: LocalizedText("“\(key.shown)” 不能忽略", "“\(key.shown)” cannot be ignored"),
            help: LocalizedText("只能忽略提醒（RB1xx、RB2xx），错误必须改正", "Only warnings (RB1xx, RB2xx) can; errors must be fixed")
        )
        return false
    }
}
