extension SectionReader {
    /// Reads `id`; it must not be taken.
    func id(_ reader: MappingReader, _ places: inout [String: SourceLocation]) -> String? {
        let help = Phrase("给规则起一个名字,例如 id: 营业时间", "Name the rule, for example id: opening-hours")
        guard let node = reader.required("id", help: help), let id = fields.name(node, "id") else { return nil }
        if id.text == Fallback.id {
            fields.refuse(
                "RB013",
                id,
                Phrase("“\(id.shown)” 是兜底专用的名字", "“\(id.shown)” is the name of the fallback"),
                help: Phrase("换一个 id;兜底写在 fallback: 里", "Choose another id; the fallback has a section of its own")
            )
        }
        guard let first = places[id.text] else {
            places[id.text] = id.location
            return id.text
        }
        reportTaken(id, first: first)
        return nil
    }

    private func reportTaken(_ id: DocumentScalar, first: SourceLocation) {
        diagnostics.error(
            "RB011",
            at: id.location,
            length: id.length,
            Phrase("id “\(id.shown)” 已被另一条规则使用", "The id “\(id.shown)” is taken by another rule"),
            help: Phrase("换一个 id", "Choose another id"),
            related: [.init(location: first, note: Phrase("第一次用在这里", "It is first used here"))]
        )
    }

    /// Keys that go with the rule's event, and only with that.
    func checkEvent(_ reader: MappingReader, event: RuleEvent.Kind, condition: RuleCondition) {
        checkOnly(reader, ["match", "examples", "counter_examples"], event: event, [.text])
        checkOnly(reader, ["menu"], event: event, [.click])
        checkOnly(reader, ["scene"], event: event, [.enter, .follow])
        guard event == .text, !reader.has("match"), condition.asked == nil else { return }
        reader.reportMissing(
            Phrase("“match”", "“match”"),
            help: Phrase(
                "写上要匹配的词,例如 match: [退款];若不是文字消息的规则,写 event:",
                "Say what it looks for, for example match: [refund]; if it is for another event, write event:"
            )
        )
    }

    private func checkOnly(
        _ reader: MappingReader,
        _ keys: [String],
        event: RuleEvent.Kind,
        _ allowed: [RuleEvent.Kind]
    ) {
        guard !allowed.contains(event) else { return }
        let events = allowed.map { "event: \($0.rawValue)" }.joined(separator: "、")
        for key in keys.compactMap(reader.key) {
            fields.refuse(
                "RB013",
                key,
                Phrase("“\(key.shown)” 只用于 \(events) 的规则", "“\(key.shown)” is only for rules with \(events)"),
                help: Phrase(
                    "删掉它,或改 event(这里是 \(event.rawValue))",
                    "Delete it, or change event (it is \(event.rawValue))"
                )
            )
        }
    }

    /// Reads `ignore`: lints that the operator has silenced, with reasons.
    func ignored(_ node: DocumentNode?) -> [String: String] {
        guard let node else { return [:] }
        guard let entries = node.mapping else {
            fields.wrongShape(node, FieldReader.name("ignore"), Phrase("“RB203: 原因”", "“RB203: reason”"))
            return [:]
        }
        var ignored: [String: String] = [:]
        var last: DocumentEntry?
        for entry in entries {
            if entry.value.isBlank, let before = last, SplitText.isText(entry.key.text),
                let split = SplitText(source: entry.key.source).atComma(before, [entry])
            {
                diagnostics.report(split)
            } else if checkIgnorable(entry.key) {
                ignored[entry.key.text] = fields.text(entry.value, entry.key.text)?.text
            }
            last = entry
        }
        return ignored
    }

    private func checkIgnorable(_ key: DocumentScalar) -> Bool {
        let isLint = key.text.hasPrefix("RB1") || key.text.hasPrefix("RB2")
        let digits = key.text.dropFirst(2)
        let isError = ["RB210", "RB211", "RB226", "RB227", "RB228"].contains(key.text)
        if isLint, !isError, digits.utf8.count == 3, DecimalText.number(String(digits)) != nil { return true }
        fields.refuse(
            "RB013",
            key,
            Phrase("“\(key.shown)” 不能忽略", "“\(key.shown)” cannot be ignored"),
            help: Phrase("只能忽略提醒(RB1xx、RB2xx),错误必须改正", "Only warnings (RB1xx, RB2xx) can; errors must be fixed")
        )
        return false
    }
}
