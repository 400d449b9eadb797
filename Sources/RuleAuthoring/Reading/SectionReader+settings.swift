import Foundation
import OperatorText
import RuleEngine

extension SectionReader {
    /// Reads `account`.
    func account(_ node: DocumentNode?) -> RuleAccount {
        var account = RuleAccount()
        let keys = ["name", "timezone", "testers", "slots_keep"]
        guard let node, let reader = fields.mapping(node, field: "account", keys: keys) else { return account }
        account.name = reader.text("name")?.text ?? ""
        account.timeZone = reader.text("timezone").flatMap(timeZone) ?? account.timeZone
        account.slotsKeep = reader.duration("slots_keep") ?? account.slotsKeep
        account.testers = Set(reader.texts("testers").map(\.text))
        return account
    }

    private func timeZone(_ scalar: DocumentScalar) -> TimeZone? {
        let isKnown = scalar.text == "UTC" || TimeZone.knownTimeZoneIdentifiers.contains(scalar.text)
        if isKnown, let zone = TimeZone(identifier: scalar.text) { return zone }
        fields.refuseForm(
            scalar,
            field: "timezone",
            kind: LocalizedText("时区名称", "the name of a time zone"),
            help: LocalizedText("例如 Asia/Shanghai、Asia/Hong_Kong", "For example Asia/Shanghai or Asia/Hong_Kong")
        )
        return nil
    }

    /// Reads `limits`.
    func limits(_ node: DocumentNode?) -> RuleLimits {
        var limits = RuleLimits()
        limits.message = self.limits
        let keys = [
            "messages_per_event", "daily_per_user", "reserve_for_handoff", "per_minute", "handoff_cap", "resume_words",
        ]
        guard let node, let reader = fields.mapping(node, field: "limits", keys: keys) else { return limits }
        limits.messagesPerEvent = reader.integer("messages_per_event", in: 1...10) ?? limits.messagesPerEvent
        limits.dailyPerUser = reader.integer("daily_per_user", in: 1...100) ?? limits.dailyPerUser
        limits.perMinute = reader.integer("per_minute", in: 0...ContactPace.loopCount) ?? limits.perMinute
        limits.handoffCap = reader.duration("handoff_cap") ?? limits.handoffCap
        limits.resumeWords = reader["resume_words"].map { keywords($0, field: "resume_words") } ?? []
        limits.reserveForHandoff = reader.integer("reserve_for_handoff", in: 0...100) ?? limits.dailyPerUser / 10
        // A reserve of the whole quota would leave nothing for ordinary replies.
        if limits.reserveForHandoff >= limits.dailyPerUser, let scalar = reader["reserve_for_handoff"]?.scalar {
            let quota = limits.dailyPerUser
            fields.refuse(
                scalar,
                code: "RB014",
                message: LocalizedText(
                    "“reserve_for_handoff” 应小于 “daily_per_user”，不能是 “\(scalar.shown)”（每天共 \(quota) 条）",
                    "“reserve_for_handoff” should be less than “daily_per_user”, \(quota), not “\(scalar.shown)”"
                ),
                help: LocalizedText(
                    "写得比 \(quota) 小；不写就是十分之一",
                    "Write less than \(quota); without it a tenth is kept back"
                )
            )
        }
        return limits
    }

    /// Reads `schedules`.
    func schedules(_ entries: [DocumentEntry]) -> [String: Schedule] {
        var schedules: [String: Schedule] = [:]
        for entry in entries { schedules[entry.key.text] = schedule(entry) }
        return schedules
    }

    private func schedule(_ entry: DocumentEntry) -> Schedule? {
        let name = LocalizedText("时间表 “\(entry.key.shown)” ", "Schedule “\(entry.key.shown)”")
        let keys = ["open", "closed_on", "open_on"]
        guard let reader = fields.mapping(entry.value, name: name, keys: keys) else { return nil }
        let help = LocalizedText(
            "open: [{days: mon-fri, hours: \"09:00-18:00\"}]",
            "open: [{days: mon-fri, hours: \"09:00-18:00\"}]"
        )
        let open = reader["open_on"] == nil ? reader.required("open", help: help) : reader["open"]
        return Schedule(
            name: entry.key.text,
            week: open.map(week) ?? [:],
            closed: reader.days("closed_on"),
            special: reader["open_on"].map(special) ?? [:]
        )
    }

    /// Reads `open`: the hours of a week.
    private func week(_ node: DocumentNode) -> [Weekday: [OpenHours]] {
        var week: [Weekday: [OpenHours]] = [:]
        for item in fields.items(node, field: "open") {
            let name = LocalizedText("“open” 的每一项", "Each item of “open”")
            guard let reader = fields.mapping(item, name: name, keys: ["days", "hours"]) else { continue }
            let hours = reader.required("hours").map { fields.hours($0, field: "hours") } ?? []
            let days = reader.required("days").map(weekdays) ?? []
            for day in Set(days) { week[day, default: []] += hours }
        }
        return week
    }

    /// Reads `open_on`: single days with their own hours.
    private func special(_ node: DocumentNode) -> [CivilDay: [OpenHours]] {
        var special: [CivilDay: [OpenHours]] = [:]
        for item in fields.items(node, field: "open_on") {
            let name = LocalizedText("“open_on” 的每一项", "Each item of “open_on”")
            guard let reader = fields.mapping(item, name: name, keys: ["date", "hours"]) else { continue }
            let hours = reader.required("hours").map { fields.hours($0, field: "hours") } ?? []
            guard let day = reader.required("date").flatMap({ fields.day($0, field: "date") }) else { continue }
            special[day, default: []] += hours
        }
        return special
    }

    /// Reads `days`: `mon-fri`, `sat`, `mon,wed`, or a list of such texts.
    private func weekdays(_ node: DocumentNode) -> [Weekday] {
        fields.texts(node, field: "days")
            .flatMap { scalar -> [Weekday] in
                let spans = parts(scalar.text)
                guard spans.contains(where: \.isEmpty) else { return spans.flatMap(\.self) }
                fields.refuseForm(
                    scalar,
                    field: "days",
                    kind: LocalizedText("星期", "days of the week"),
                    help: PlainForm.help(PlainForm.days(scalar.text)) { !parts($0).contains(where: \.isEmpty) }
                        ?? LocalizedText(
                            "写成 mon-fri、sat 或 mon,wed（mon tue wed thu fri sat sun）",
                            "Write mon-fri, sat or mon,wed (mon tue wed thu fri sat sun)"
                        )
                )
                return []
            }
    }

    private func parts(_ text: String) -> [[Weekday]] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { Weekday.span($0.trimmingSpaces) }
    }

    /// Reads `fallback`.
    func fallback(_ node: DocumentNode?) -> Fallback? {
        let keys = ["cooldown", "suggest", "reply", "replies", "pick"]
        guard let node, let reader = fields.mapping(node, field: "fallback", keys: keys) else { return nil }
        checkSingleAnswer(reader, keys: ["reply", "replies"], mayOnlyHandOff: false)
        let scope = TemplateScope(hasAccountName: vocabulary.mayHaveAccountName)
        return Fallback(
            reply: answer(
                reader,
                number: 1,
                condition: RuleCondition(),
                defaults: CaseDefaults(),
                scope: scope
            ),
            cooldown: cooldown(reader),
            suggestions: reader.integer("suggest", in: 0...10) ?? 0,
            location: node.location
        )
    }
}
