import OperatorText
import RuleEngine

extension RuleTestReader {
    static let expectationKeys = [
        "rule", "not_rule", "case", "type", "reply", "reply_contains", "captures", "silent", "shadow", "messages",
        "handoff", "asked", "golden",
    ]

    /// `expect`: at least one point.
    func expectation(_ node: DocumentNode) -> RuleTestExpectation? {
        let keys = RuleTestReader.expectationKeys
        guard let reader = mapping(node, named: FieldReader.name("expect"), keys: keys) else { return nil }
        guard keys.contains(where: reader.has) else {
            reader.reportMissing(
                LocalizedText("期望", "expectation"),
                help: LocalizedText("例如 rule: 规则名", "For example rule: its id")
            )
            return nil
        }
        func text(_ key: String) -> String? { reader[key].flatMap { fields.text($0, field: key) }?.text }
        func number(_ key: String) -> Int? { reader[key].flatMap { fields.integer($0, field: key, in: 0...1_000) } }
        var expectation = RuleTestExpectation()
        expectation.rule = text("rule")
        expectation.notRule = text("not_rule")
        expectation.caseNumber = number("case")
        expectation.type = reader["type"].flatMap { fields.choice($0, field: "type") }
        expectation.reply = text("reply")
        expectation.replyContains =
            reader["reply_contains"].map { fields.texts($0, field: "reply_contains") }?.map(\.text) ?? []
        expectation.captures = reader["captures"].map(captures) ?? [:]
        expectation.silent = reader["silent"].flatMap(silence)
        expectation.shadow = reader["shadow"].map(names)
        expectation.messages = number("messages")
        expectation.handoff = reader["handoff"].flatMap { fields.boolean($0, field: "handoff") }
        expectation.asked = text("asked")
        expectation.golden = reader["golden"].flatMap(golden)
        return expectation
    }

    private func captures(_ node: DocumentNode) -> [String: String] {
        guard let entries = node.mapping else {
            fields.wrongShape(
                node,
                name: FieldReader.name("captures"),
                expected: LocalizedText("“键: 值”", "“key: value” pairs")
            )
            return [:]
        }
        var captures: [String: String] = [:]
        for entry in entries { captures[entry.key.text] = fields.text(entry.value, field: entry.key.text)?.text }
        return captures
    }

    /// A list of rules; unlike other lists it may be empty.
    private func names(_ node: DocumentNode) -> [String] {
        node.sequence?.isEmpty == true ? [] : fields.texts(node, field: "shadow").map(\.text)
    }

    private func silence(_ node: DocumentNode) -> SilenceReason? {
        let reason = node.scalar.flatMap { SilenceReason(rawValue: $0.text) }
        guard let reason, reason == .duplicate || reason == .stale else {
            return fields.choice(node, field: "silent", as: TestableSilence.self)
                .flatMap { SilenceReason(rawValue: $0.rawValue) }
        }
        fields.diagnostics.error(
            "RB013",
            at: node.location,
            length: node.length,
            LocalizedText("规则测试里不会出现 “\(reason.rawValue)”", "“\(reason.rawValue)” cannot come of a rule test"),
            help: LocalizedText(
                "重复和过期的事件在到达规则之前就被丢弃；可用：\(RuleTestReader.reasons)",
                "Such events are dropped before any rule sees them; there are: \(RuleTestReader.reasons)"
            )
        )
        return nil
    }

    /// The reasons that a rule test can have.
    private enum TestableSilence: String, CaseIterable {
        case handoff
        case cooldown
        case quota
        case repeated
        case flood
        case loop
        case resumed
        case unmatched
    }

    private static let reasons = TestableSilence.allCases.map(\.rawValue).joined(separator: " ")

    /// A path below the test file's own folder, because `--update` writes there.
    private func golden(_ node: DocumentNode) -> String? {
        guard let scalar = fields.text(node, field: "golden") else { return nil }
        let parts = scalar.text.split(separator: "/", omittingEmptySubsequences: false)
        let isRuleFile = [".yaml", ".yml"].contains { scalar.text.lowercased().hasSuffix($0) }
        if !parts.contains(""), !parts.contains(".."), !scalar.text.contains("\0"), !isRuleFile { return scalar.text }
        fields.refuse(
            scalar,
            code: "RB013",
            message: LocalizedText("“golden” 不能是 “\(scalar.text)”", "“golden” cannot be “\(scalar.text)”"),
            help: LocalizedText(
                "写测试文件所在目录里的文件，如 follow.txt；不能是 .yaml",
                "Name a file in the folder of the test file, such as follow.txt; not a .yaml"
            )
        )
        return nil
    }
}
