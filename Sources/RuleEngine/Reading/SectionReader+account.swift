import Foundation

extension SectionReader {
    /// Reads `account`.
    func account(_ node: DocumentNode?) -> RuleAccount {
        var account = RuleAccount()
        let keys = ["name", "timezone", "testers", "slots_keep"]
        guard let node, let reader = mapping(node, FieldReader.name("account"), keys: keys) else { return account }
        account.name = reader["name"].flatMap { fields.text($0, "name") }?.text ?? ""
        if let zone = reader["timezone"].flatMap({ timeZone($0) }) { account.timeZone = zone }
        account.slotsKeep = reader["slots_keep"].flatMap { fields.duration($0, "slots_keep") } ?? account.slotsKeep
        account.testers = Set(reader["testers"].map { fields.texts($0, "testers") }?.map(\.text) ?? [])
        return account
    }

    private func timeZone(_ node: DocumentNode) -> TimeZone? {
        guard let scalar = fields.text(node, "timezone") else { return nil }
        let isKnown = scalar.text == "UTC" || TimeZone.knownTimeZoneIdentifiers.contains(scalar.text)
        if isKnown, let zone = TimeZone(identifier: scalar.text) { return zone }
        fields.refuseForm(
            scalar,
            "timezone",
            Phrase("时区名称", "the name of a time zone"),
            Phrase("例如 Asia/Shanghai、Asia/Hong_Kong", "For example Asia/Shanghai or Asia/Hong_Kong")
        )
        return nil
    }
}
