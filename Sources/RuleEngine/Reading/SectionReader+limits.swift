extension SectionReader {
    /// Reads `limits`.
    func limits(_ node: DocumentNode?) -> RuleLimits {
        var limits = RuleLimits()
        let keys = [
            "messages_per_event", "daily_per_user", "reserve_for_handoff", "per_minute", "handoff_cap", "resume_words",
        ]
        guard let node, let reader = mapping(node, FieldReader.name("limits"), keys: keys) else { return limits }
        func read(_ key: String, _ bounds: ClosedRange<Int>) -> Int? {
            reader[key].flatMap { fields.integer($0, key, in: bounds) }
        }
        limits.messagesPerEvent = read("messages_per_event", 1...10) ?? limits.messagesPerEvent
        limits.dailyPerUser = read("daily_per_user", 1...100) ?? limits.dailyPerUser
        limits.perMinute = read("per_minute", 0...ContactPace.loopCount) ?? limits.perMinute
        limits.handoffCap = reader["handoff_cap"].flatMap { fields.duration($0, "handoff_cap") } ?? limits.handoffCap
        limits.resumeWords = reader["resume_words"].map { keywords($0, "resume_words") } ?? []
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
