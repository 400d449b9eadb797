extension SectionReader {
    /// Reads `schedules`.
    func schedules(_ entries: [DocumentEntry]) -> [String: Schedule] {
        var schedules: [String: Schedule] = [:]
        for entry in entries { schedules[entry.key.text] = schedule(entry) }
        return schedules
    }

    private func schedule(_ entry: DocumentEntry) -> Schedule? {
        let name = Phrase("时间表 “\(entry.key.shown)” ", "Schedule “\(entry.key.shown)”")
        let keys = ["open", "closed_on", "open_on"]
        guard let reader = mapping(entry.value, name, keys: keys) else { return nil }
        let help = Phrase(
            "open: [{days: mon-fri, hours: \"09:00-18:00\"}]",
            "open: [{days: mon-fri, hours: \"09:00-18:00\"}]"
        )
        let open = reader["open_on"] == nil ? reader.required("open", help: help) : reader["open"]
        return Schedule(
            name: entry.key.text,
            week: open.map(week) ?? [:],
            closed: reader["closed_on"].map { fields.days($0, "closed_on") } ?? [],
            special: reader["open_on"].map(special) ?? [:]
        )
    }

    /// Reads `open`: the pattern of a week.
    private func week(_ node: DocumentNode) -> [Weekday: [OpenHours]] {
        var week: [Weekday: [OpenHours]] = [:]
        for item in fields.items(node, "open") {
            let name = Phrase("“open” 的每一项", "Each item of “open”")
            guard let reader = mapping(item, name, keys: ["days", "hours"]) else { continue }
            let hours = reader.required("hours").map { fields.hours($0, "hours") } ?? []
            let days = reader.required("days").map(weekdays) ?? []
            for day in Set(days) { week[day, default: []] += hours }
        }
        return week
    }

    /// Reads `open_on`: days with hours of their own.
    private func special(_ node: DocumentNode) -> [CivilDay: [OpenHours]] {
        var special: [CivilDay: [OpenHours]] = [:]
        for item in fields.items(node, "open_on") {
            let name = Phrase("“open_on” 的每一项", "Each item of “open_on”")
            guard let reader = mapping(item, name, keys: ["date", "hours"]) else { continue }
            let hours = reader.required("hours").map { fields.hours($0, "hours") } ?? []
            guard let day = reader.required("date").flatMap({ fields.day($0, "date") }) else { continue }
            special[day, default: []] += hours
        }
        return special
    }

    /// Reads `days`: `mon-fri`, `sat`, `mon,wed`, or a list of those.
    private func weekdays(_ node: DocumentNode) -> [Weekday] {
        fields.texts(node, "days")
            .flatMap { scalar -> [Weekday] in
                let spans = parts(scalar.text)
                guard spans.contains(where: \.isEmpty) else { return spans.flatMap(\.self) }
                fields.refuseForm(
                    scalar,
                    "days",
                    Phrase("星期", "days of the week"),
                    PlainForm.help(PlainForm.days(scalar.text)) { !parts($0).contains(where: \.isEmpty) }
                        ?? Phrase(
                            "写成 mon-fri、sat 或 mon,wed(mon tue wed thu fri sat sun)",
                            "Write mon-fri, sat or mon,wed (mon tue wed thu fri sat sun)"
                        )
                )
                return []
            }
    }

    private func parts(_ text: String) -> [[Weekday]] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { Weekday.span($0.trimmingSpaces) }
    }
}
