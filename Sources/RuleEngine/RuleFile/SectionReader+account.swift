import Foundation

extension SectionReader {
    /// Reads `account`.
    func account(_ node: DocumentNode?) -> RuleAccount {
        var account = RuleAccount()
        let keys = ["name", "timezone", "testers"]
        guard let node, let reader = mapping(node, FieldReader.name("account"), keys: keys) else { return account }
        account.name = reader["name"].flatMap { fields.text($0, "name") }?.text ?? ""
        if let zone = reader["timezone"].flatMap({ timeZone($0) }) { account.timeZone = zone }
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

    /// Reads `limits`.
    func limits(_ node: DocumentNode?) -> RuleLimits {
        var limits = RuleLimits()
        let keys = ["messages_per_event", "daily_per_user", "reserve_for_handoff"]
        guard let node, let reader = mapping(node, FieldReader.name("limits"), keys: keys) else { return limits }
        func read(_ key: String, _ bounds: ClosedRange<Int>) -> Int? {
            reader[key].flatMap { fields.integer($0, key, in: bounds) }
        }
        limits.messagesPerEvent = read("messages_per_event", 1...10) ?? limits.messagesPerEvent
        limits.dailyPerUser = read("daily_per_user", 1...100) ?? limits.dailyPerUser
        // A reserve of the whole quota would leave nothing for ordinary replies.
        let reserve = limits.dailyPerUser / 10
        limits.reserveForHandoff = read("reserve_for_handoff", 0...100) ?? reserve
        if limits.reserveForHandoff >= limits.dailyPerUser, let scalar = reader["reserve_for_handoff"]?.scalar {
            refuseReserve(scalar, of: limits.dailyPerUser)
        }
        return limits
    }

    private func refuseReserve(_ scalar: DocumentScalar, of quota: Int) {
        fields.refuse(
            "RB014",
            scalar,
            Phrase(
                "“reserve_for_handoff” 应小于 “daily_per_user”,不能是 “\(scalar.shown)”(每天共 \(quota) 条)",
                "“reserve_for_handoff” should be less than “daily_per_user”, \(quota), not “\(scalar.shown)”"
            ),
            help: Phrase(
                "写得比 \(quota) 小;不写就是十分之一",
                "Write less than \(quota); without it a tenth is kept back"
            )
        )
    }
}
