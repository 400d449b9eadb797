extension RuleTestReader {
    /// One item of `tests`.
    func test(_ node: DocumentNode, in defaults: RuleTestScope) -> RuleTest? {
        guard let reader = mapping(node, Phrase("测试", "The test"), RuleTestReader.testKeys) else { return nil }
        let name = reader.required("name").flatMap { fields.text($0, field: "name") }?.text
        let todo = reader["todo"].flatMap { fields.text($0, field: "todo") }?.text
        let scope = narrowed(defaults, by: reader)
        let conversations = conversations(reader, scope)
        return name.map {
            RuleTest(name: $0, location: reader.location, todo: todo, conversations: conversations)
        }
    }

    private func conversations(_ reader: MappingReader, _ scope: RuleTestScope) -> [RuleTestConversation] {
        if let steps = reader["steps"] {
            refuse(["say", "event", "expect", "cases"], beside: "steps", in: reader)
            let items = fields.items(steps, field: "steps")
            return [RuleTestConversation(steps: items.flatMap { self.steps($0, FieldReader.name("steps"), scope) })]
        }
        if let cases = reader["cases"] {
            refuse(["expect"], beside: "cases", in: reader)
            return fields.items(cases, field: "cases")
                .flatMap { apart(self.steps($0, FieldReader.name("cases"), scope)) }
        }
        return apart(steps(reader, scope))
    }

    /// Each event with a follower never seen before.
    private func apart(_ steps: [RuleTestStep]) -> [RuleTestConversation] {
        steps.map { RuleTestConversation(steps: [$0]) }
    }

    private func steps(_ node: DocumentNode, _ name: Phrase, _ scope: RuleTestScope) -> [RuleTestStep] {
        guard let reader = mapping(node, name, RuleTestReader.eventKeys) else { return [] }
        return steps(reader, narrowed(scope, by: reader))
    }

    private func steps(_ reader: MappingReader, _ scope: RuleTestScope) -> [RuleTestStep] {
        let expectation = reader.required("expect", help: RuleTestReader.expectHelp).flatMap(expectation)
        if scope.events.isEmpty, !reader.has("say"), !reader.has("event") {
            reader.reportMissing(
                Phrase("“say” 或 “event”", "“say” or “event”"),
                help: Phrase("say: 退款,或 event: {click: 菜单键}", "say: a message, or event: {click: KEY}")
            )
        }
        if scope.time == nil, !reader.has("at") {
            reader.reportMissing(
                Phrase("时间 “at”", "time “at”"),
                help: Phrase(
                    "在文件开头写 defaults: {at: \"2026-02-10T10:00\"}",
                    "At the top of the file write defaults: {at: \"2026-02-10T10:00\"}"
                )
            )
        }
        guard let time = scope.time, let expectation else { return [] }
        return scope.events.map { event in
            RuleTestStep(
                content: event,
                time: time,
                user: scope.user,
                expectation: expectation,
                location: reader.location
            )
        }
    }

    private func refuse(_ keys: [String], beside other: String, in reader: MappingReader) {
        for key in keys.compactMap(reader.key) {
            fields.refuse(
                key,
                code: "RB013",
                message: Phrase("“\(key.text)” 不能和 “\(other)” 写在一起", "“\(key.text)” cannot stand beside “\(other)”"),
                help: Phrase("把它写进 \(other) 的每一项里", "Write it in each item of \(other)")
            )
        }
    }

    private static let expectHelp = Phrase("expect: {rule: 规则名}", "expect: {rule: its id}")
}
