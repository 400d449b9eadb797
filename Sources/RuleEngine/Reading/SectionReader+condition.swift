extension SectionReader {
    /// Reads `when`.
    func condition(_ node: DocumentNode?) -> RuleCondition {
        var condition = RuleCondition()
        let keys = ["schedule", "not_schedule", "dates", "asked", "first_contact"]
        guard let node, let reader = mapping(node, FieldReader.name("when"), keys: keys) else { return condition }
        condition.schedule = reader["schedule"].flatMap { schedule($0, "schedule") }
        condition.notSchedule = reader["not_schedule"].flatMap { schedule($0, "not_schedule") }
        condition.dates = reader["dates"].map { fields.days($0, "dates") } ?? []
        condition.asked = reader["asked"].flatMap(slot)
        condition.firstContact = reader["first_contact"].flatMap { fields.boolean($0, "first_contact") }
        if node.mapping?.isEmpty == true {
            let list = keys.joined(separator: " ")
            reader.reportMissing(Phrase("条件", "condition"), help: Phrase("可用字段:\(list)", "Fields here: \(list)"))
        }
        return condition
    }

    private func schedule(_ node: DocumentNode, _ field: String) -> String? {
        guard let scalar = fields.text(node, field) else { return nil }
        usage.schedules.insert(scalar.text)
        if !vocabulary.scheduleNames.contains(scalar.text), vocabulary.isComplete {
            reportUnknownSchedule(scalar.text, at: scalar.location, length: scalar.length)
        }
        return scalar.text
    }

    func reportUnknownSchedule(_ name: String, at location: SourceLocation, length: Int) {
        let kind = Phrase("时间表", "schedule")
        fields.unknown(kind, name, at: location, length: length, known: Array(vocabulary.scheduleNames))
    }

    private func slot(_ node: DocumentNode) -> String? {
        guard let scalar = fields.text(node, "asked") else { return nil }
        if !vocabulary.slots.contains(scalar.text), vocabulary.isComplete {
            let kind = Phrase("提问(没有规则用 ask 问它)", "asked slot")
            fields.unknown(
                kind,
                scalar.text,
                at: scalar.location,
                length: scalar.length,
                known: Array(vocabulary.slots)
            )
        }
        return scalar.text
    }
}
