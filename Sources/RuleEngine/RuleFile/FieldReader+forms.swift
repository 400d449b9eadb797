extension FieldReader {
    /// A whole number within bounds.
    func integer(_ node: DocumentNode, _ field: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let scalar = text(node, field) else { return nil }
        let isNegative = scalar.text.hasPrefix("-")
        let digits = isNegative ? String(scalar.text.dropFirst()) : scalar.text
        if let magnitude = DecimalText.number(digits) {
            let number = isNegative ? -magnitude : magnitude
            if bounds.contains(number) { return number }
        }
        let span = "\(bounds.lowerBound)…\(bounds.upperBound)"
        let example = min(bounds.upperBound, 10)
        refuseForm(
            scalar,
            field,
            Phrase(" \(span) 的整数", "a whole number in \(span)"),
            Phrase("写成阿拉伯数字,例如 \(example)", "Write digits, for example \(example)")
        )
        return nil
    }

    /// A duration in seconds.
    func duration(_ node: DocumentNode, _ field: String) -> Int? {
        guard let scalar = text(node, field) else { return nil }
        if let seconds = DurationText.seconds(scalar.text) { return seconds }
        refuseForm(
            scalar,
            field,
            Phrase("时长", "a duration"),
            Phrase(
                "写成数字加单位:30s(秒)、10m(分钟)、2h(小时)、1d(天),最长 366d",
                "Write a number and a unit: 30s, 10m, 2h or 1d, at most 366d"
            )
        )
        return nil
    }

    /// One day.
    func day(_ node: DocumentNode, _ field: String) -> CivilDay? {
        guard let scalar = text(node, field) else { return nil }
        if let day = CivilDay(scalar.text) { return day }
        refuseForm(
            scalar,
            field,
            Phrase("日期", "a date"),
            Phrase("写成 2026-02-10,且日历上要有这一天", "Write it as 2026-02-10; the calendar must have that day")
        )
        return nil
    }

    /// Days and ranges of days, `2026-02-01..2026-02-28`.
    func days(_ node: DocumentNode, _ field: String) -> [ClosedRange<CivilDay>] {
        texts(node, field).compactMap { range($0, field) }
    }

    private func range(_ scalar: DocumentScalar, _ field: String) -> ClosedRange<CivilDay>? {
        let ends = scalar.text.split(separator: "..", omittingEmptySubsequences: false)
            .map { CivilDay($0.trimmingSpaces) }
        if (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last {
            return first...last
        }
        refuseForm(
            scalar,
            field,
            Phrase("日期或日期范围", "a date or a range of dates"),
            Phrase(
                "写成 2026-02-10,或 2026-02-01..2026-02-28(先写较早的一天)",
                "Write 2026-02-10, or 2026-02-01..2026-02-28 with the earlier day first"
            )
        )
        return nil
    }

    /// Opening hours, one stretch or a list.
    func hours(_ node: DocumentNode, _ field: String) -> [OpenHours] {
        texts(node, field)
            .compactMap { scalar in
                if let hours = OpenHours(scalar.text) { return hours }
                refuseForm(
                    scalar,
                    field,
                    Phrase("时间段", "a stretch of time"),
                    Phrase(
                        "写成 \"09:00-18:00\";跨午夜写 \"22:00-06:00\",全天写 \"00:00-24:00\"",
                        "Write \"09:00-18:00\"; \"22:00-06:00\" crosses midnight, \"00:00-24:00\" is all day"
                    )
                )
                return nil
            }
    }

    /// Reports a text that is not in the form that its field needs (RB014).
    func refuseForm(_ scalar: DocumentScalar, _ field: String, _ kind: Phrase, _ help: Phrase) {
        refuse(
            "RB014",
            scalar,
            Phrase(
                "“\(field)” 应是\(kind.chinese),不能是 “\(scalar.shown)”",
                "“\(field)” should be \(kind.english), not “\(scalar.shown)”"
            ),
            help: help
        )
    }
}
