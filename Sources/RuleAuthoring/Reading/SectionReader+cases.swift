import OperatorText
import RuleEngine

/// The question and hand-off of a rule, for cases without their own.
struct CaseDefaults {
    var ask: SlotQuestion?
    var handoff: Handoff?
}

extension SectionReader {
    static let answerKeys = ["reply", "replies", "pick", "ask", "handoff"]

    /// Reads `cases`, or the rule itself as its only case.
    func cases(_ rule: MappingReader, scope: TemplateScope) -> [ReplyCase] {
        let defaults = CaseDefaults(ask: rule["ask"].flatMap(question), handoff: rule["handoff"].flatMap(handoff))
        checkSingleAnswer(rule, keys: ["reply", "replies", "cases"], mayOnlyHandOff: true)
        guard let list = rule["cases"] else {
            return [answer(rule, number: 1, condition: RuleCondition(), defaults: defaults, scope: scope)]
        }
        if let pick = rule.key("pick") {
            fields.refuse(
                pick,
                code: "RB013",
                message: LocalizedText("有 cases 时，“pick” 要写在各项里", "With “cases”, “pick” belongs into the cases"),
                help: LocalizedText("把 pick 移到有 replies 的那一项", "Move it to the case that has replies")
            )
        }
        return fields.items(list, field: "cases").enumerated()
            .compactMap { index, node in
                let number = index + 1
                let name = LocalizedText("“cases” 第 \(number) 项", "Case \(number)")
                guard let reader = fields.mapping(node, name: name, keys: ["when"] + Self.answerKeys) else {
                    return nil
                }
                let inherits = defaults.handoff != nil
                checkSingleAnswer(reader, keys: ["reply", "replies"], mayOnlyHandOff: true, inherits: inherits)
                let condition = condition(reader["when"])
                let own = CaseDefaults(
                    ask: reader["ask"].flatMap(question) ?? defaults.ask,
                    handoff: reader["handoff"].flatMap(handoff) ?? defaults.handoff
                )
                var scope = scope
                if let asked = condition.asked, scope.event == .text { scope.answered.insert(asked) }
                return answer(reader, number: number, condition: condition, defaults: own, scope: scope)
            }
    }

    /// Reads the replies of a mapping with `reply` or `replies`.
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

    /// Checks that exactly one of the keys with an answer is present, or none if a hand-off may be the only effect.
    func checkSingleAnswer(_ reader: MappingReader, keys: [String], mayOnlyHandOff: Bool, inherits: Bool = false) {
        let written = keys.filter(reader.has)
        let list = keys.joined(separator: "/")
        if written.isEmpty, !(mayOnlyHandOff && (inherits || reader.has("handoff"))) {
            reader.reportMissing(
                LocalizedText("回复", "reply"),
                help: LocalizedText("写其中一个：\(list)", "Write one of: \(list)")
            )
        }
        guard written.count > 1, let second = reader.key(written[1]) else { return }
        fields.refuse(
            second,
            code: "RB013",
            message: LocalizedText(
                "“\(written[0])” 和 “\(written[1])” 只能写一个",
                "“\(written[0])” and “\(written[1])” exclude each other"
            ),
            help: LocalizedText("留下其中一个：\(list)", "Keep one of: \(list)")
        )
    }

    /// Reads `when`.
    func condition(_ node: DocumentNode?) -> RuleCondition {
        var condition = RuleCondition()
        let keys = ["schedule", "not_schedule", "dates", "asked", "first_contact"]
        guard let node, let reader = fields.mapping(node, field: "when", keys: keys) else { return condition }
        condition.schedule = schedule(reader.text("schedule"))
        condition.notSchedule = schedule(reader.text("not_schedule"))
        condition.dates = reader.days("dates")
        condition.asked = slot(reader.text("asked"))
        condition.firstContact = reader.boolean("first_contact")
        if node.mapping?.isEmpty == true {
            let list = keys.joined(separator: " ")
            reader.reportMissing(
                LocalizedText("条件", "condition"),
                help: LocalizedText("可用字段：\(list)", "Fields here: \(list)")
            )
        }
        return condition
    }

    private func schedule(_ scalar: DocumentScalar?) -> String? {
        guard let scalar else { return nil }
        checkSchedule(scalar.text, at: (scalar.location, scalar.length))
        return scalar.text
    }

    private func slot(_ scalar: DocumentScalar?) -> String? {
        guard let scalar else { return nil }
        checkSlot(scalar.text, at: (scalar.location, scalar.length))
        return scalar.text
    }

    /// Notes the use of a schedule, and reports an unknown one.
    func checkSchedule(_ name: String, at place: (location: SourceLocation, length: Int)) {
        usage.schedules.insert(name)
        guard !vocabulary.scheduleNames.contains(name), vocabulary.isComplete else { return }
        let known = Array(vocabulary.scheduleNames)
        fields.reportUnknown(name, kind: LocalizedText("时间表", "schedule"), at: place, known: known)
    }

    /// Reports a slot that no rule asks for.
    func checkSlot(_ name: String, at place: (location: SourceLocation, length: Int)) {
        guard !vocabulary.slots.contains(name), vocabulary.isComplete else { return }
        let kind = LocalizedText("提问（没有规则用 ask 问它）", "asked slot")
        fields.reportUnknown(name, kind: kind, at: place, known: Array(vocabulary.slots))
    }

    /// Reads `ask`.
    private func question(_ node: DocumentNode) -> SlotQuestion? {
        guard let reader = fields.mapping(node, field: "ask", keys: ["slot", "for"]) else { return nil }
        let slot = reader.required("slot").flatMap { fields.name($0, field: "slot") }
        let seconds = reader.required("for", help: Self.durationHelp).flatMap { fields.duration($0, field: "for") }
        guard let slot, let seconds else { return nil }
        return SlotQuestion(slot: slot.text, seconds: seconds)
    }

    /// Reads `handoff`.
    private func handoff(_ node: DocumentNode) -> Handoff? {
        guard let reader = fields.mapping(node, field: "handoff", keys: ["for", "notify"]) else { return nil }
        let notify = reader.text("notify")
        let seconds = reader.required("for", help: Self.durationHelp).flatMap { fields.duration($0, field: "for") }
        return seconds.map { Handoff(seconds: $0, notify: notify?.text) }
    }

    /// Reads `cooldown` and `while_cooling`.
    func cooldown(_ reader: MappingReader) -> Cooldown? {
        let behaviour = reader.choice("while_cooling", as: Cooldown.Behaviour.self)
        if let key = reader.key("while_cooling"), !reader.has("cooldown") {
            fields.refuse(
                key,
                code: "RB013",
                message: LocalizedText(
                    "没有 cooldown，“while_cooling” 不起作用",
                    "Without “cooldown”, “while_cooling” does nothing"
                ),
                help: LocalizedText("加上 cooldown，例如 cooldown: 10m", "Add one, for example cooldown: 10m")
            )
        }
        let seconds = reader.duration("cooldown")
        return seconds.map { Cooldown(seconds: $0, whileCooling: behaviour ?? .silent) }
    }

    private static let durationHelp = LocalizedText("例如 for: 30m", "For example for: 30m")
}
