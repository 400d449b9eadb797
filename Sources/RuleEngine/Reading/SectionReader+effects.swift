extension SectionReader {
    /// Reads `ask`.
    func question(_ node: DocumentNode) -> SlotQuestion? {
        guard let reader = mapping(node, FieldReader.name("ask"), keys: ["slot", "for"]) else { return nil }
        let slot = reader.required("slot").flatMap { fields.name($0, "slot") }
        let seconds = reader.required("for", help: Self.durationHelp).flatMap { fields.duration($0, "for") }
        guard let slot, let seconds else { return nil }
        return SlotQuestion(slot: slot.text, seconds: seconds)
    }

    /// Reads `handoff`.
    func handoff(_ node: DocumentNode) -> Handoff? {
        guard let reader = mapping(node, FieldReader.name("handoff"), keys: ["for", "notify"]) else { return nil }
        let notify = reader["notify"].flatMap { fields.text($0, "notify") }
        let seconds = reader.required("for", help: Self.durationHelp).flatMap { fields.duration($0, "for") }
        return seconds.map { Handoff(seconds: $0, notify: notify?.text) }
    }

    /// Reads `cooldown` and `while_cooling`.
    func cooldown(_ reader: MappingReader) -> Cooldown? {
        let behaviour = reader["while_cooling"].flatMap { fields.choice($0, "while_cooling", Cooldown.Behaviour.self) }
        if let key = reader.key("while_cooling"), !reader.has("cooldown") {
            fields.refuse(
                "RB013",
                key,
                Phrase("没有 cooldown,“while_cooling” 不起作用", "Without “cooldown”, “while_cooling” does nothing"),
                help: Phrase("加上 cooldown,例如 cooldown: 10m", "Add one, for example cooldown: 10m")
            )
        }
        let seconds = reader["cooldown"].flatMap { fields.duration($0, "cooldown") }
        return seconds.map { Cooldown(seconds: $0, whileCooling: behaviour ?? .silent) }
    }

    private static let durationHelp = Phrase("例如 for: 30m", "For example for: 30m")
}
