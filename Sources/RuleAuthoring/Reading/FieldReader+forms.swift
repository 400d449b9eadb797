import OperatorText
import RuleEngine

extension FieldReader {
    /// A whole number within bounds.
    func integer(_ node: DocumentNode, field: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let scalar = text(node, field: field) else { return nil }
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
            field: field,
            kind: LocalizedText(" \(span) 的整数", "a whole number in \(span)"),
            help: PlainForm.help(scalar.text) { Int($0).map(bounds.contains) ?? false }
                ?? LocalizedText("写成阿拉伯数字，例如 \(example)", "Write digits, for example \(example)")
        )
        return nil
    }

    /// A duration in seconds.
    func duration(_ node: DocumentNode, field: String) -> Int? {
        guard let scalar = text(node, field: field) else { return nil }
        if let seconds = DurationText.seconds(scalar.text) { return seconds }
        refuseForm(
            scalar,
            field: field,
            kind: LocalizedText("时长", "a duration"),
            help: PlainForm.help(PlainForm.duration(scalar.text)) { DurationText.seconds($0) != nil }
                ?? LocalizedText(
                    "写成数字加单位：30s（秒）、10m（分钟）、2h（小时）、1d（天），最长 366d",
                    "Write a number and a unit: 30s, 10m, 2h or 1d, at most 366d"
                )
        )
        return nil
    }

    /// One day.
    func day(_ node: DocumentNode, field: String) -> CivilDay? {
        guard let scalar = text(node, field: field) else { return nil }
        if let day = CivilDay(scalar.text) { return day }
        refuseForm(
            scalar,
            field: field,
            kind: LocalizedText("日期", "a date"),
            help: PlainForm.help(PlainForm.dates(scalar.text)) { CivilDay($0) != nil }
                ?? LocalizedText("写成 2026-02-10，且日历上要有这一天", "Write it as 2026-02-10; the calendar must have that day")
        )
        return nil
    }

    /// Days and ranges of days, `2026-02-01..2026-02-28`.
    func days(_ node: DocumentNode, field: String) -> [ClosedRange<CivilDay>] {
        texts(node, field: field).compactMap { range($0, field: field) }
    }

    private func range(_ scalar: DocumentScalar, field: String) -> ClosedRange<CivilDay>? {
        if let range = FieldReader.range(scalar.text) { return range }
        refuseForm(
            scalar,
            field: field,
            kind: LocalizedText("日期或日期范围", "a date or a range of dates"),
            help: PlainForm.help(PlainForm.dates(scalar.text)) { FieldReader.range($0) != nil }
                ?? LocalizedText(
                    "写成 2026-02-10，或 2026-02-01..2026-02-28（先写较早的一天）",
                    "Write 2026-02-10, or 2026-02-01..2026-02-28 with the earlier day first"
                )
        )
        return nil
    }

    private static func range(_ text: String) -> ClosedRange<CivilDay>? {
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { CivilDay($0.trimmingSpaces) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            return nil
        }
        return first...last
    }

    /// Opening hours: one stretch or a list.
    func hours(_ node: DocumentNode, field: String) -> [OpenHours] {
        texts(node, field: field)
            .compactMap { scalar in
                if let hours = OpenHours(scalar.text) { return hours }
                refuseForm(
                    scalar,
                    field: field,
                    kind: LocalizedText("时间段", "a stretch of time"),
                    help: PlainForm.help(PlainForm.hours(scalar.text)) { OpenHours($0) != nil }
                        ?? LocalizedText(
                            "写成 \"09:00-18:00\"；跨午夜写 \"22:00-06:00\"，全天写 \"00:00-24:00\"",
                            "Write \"09:00-18:00\"; \"22:00-06:00\" crosses midnight, \"00:00-24:00\" is all day"
                        )
                )
                return nil
            }
    }

    /// Reports a text that is not in the form that its field needs (RB014).
    func refuseForm(_ scalar: DocumentScalar, field: String, kind: LocalizedText, help: LocalizedText) {
        refuse(
            scalar,
            code: "RB014",
            message: LocalizedText(
                "“\(field)” 应是\(kind.chinese)，不能是 “\(scalar.shown)”",
                "“\(field)” should be \(kind.english), not “\(scalar.shown)”"
            ),
            help: help
        )
    }
}

/// Corrects numbers, durations, days and hours that are written in full-width or Chinese characters.
enum PlainForm {
    /// The advice to write a text in ASCII; nil if that would not make it readable.
    static func help(_ text: String, isRead: (String) -> Bool) -> LocalizedText? {
        let plain = isRead(text) ? text : LookAlike.plain(text, isRead: isRead)
        return plain.map { LocalizedText("用半角字符写成 \($0)", "Write it in ASCII: \($0)") }
    }

    /// `10 分钟` as `10m`.
    static func duration(_ text: String) -> String {
        let units = [("分钟", "m"), ("小时", "h"), ("分", "m"), ("时", "h"), ("秒钟", "s"), ("秒", "s"), ("天", "d"), ("日", "d")]
        guard let (word, unit) = units.first(where: { text.hasSuffix($0.0) }) else { return text.lowercased() }
        return String(text.dropLast(word.count)) + unit
    }

    /// `09:00～18:00` and `09:00至18:00` as `09:00-18:00`.
    static func hours(_ text: String) -> String {
        let times = separated(text, from: ["点半", "點半"], by: ":30").replacing("点整", with: "点")
        let clock = separated(times, from: ["点", "點"], by: ":00")
        return separated(clock, from: ["～", "~", "〜", "至", "到"], by: "-")
    }

    /// `周一至周五` as `mon-fri`.
    static func days(_ text: String) -> String {
        let names = [
            ("一", "mon"), ("二", "tue"), ("三", "wed"), ("四", "thu"), ("五", "fri"), ("六", "sat"), ("日", "sun"),
            ("天", "sun"),
        ]
        let bare = separated(text, from: ["星期", "礼拜", "周"], by: "")
        let spans = separated(
            separated(bare, from: ["至", "到", "~", "～", "—"], by: "-"),
            from: ["、", "，", "和"],
            by: ","
        )
        return names.reduce(spans.lowercased()) { $0.replacing($1.0, with: $1.1) }
    }

    /// `2026/02/10` and `2026年2月10日` as `2026-02-10`; ranges too.
    static func dates(_ text: String) -> String {
        guard text.unicodeScalars.count <= 64 else { return text }
        let narrow = LookAlike.plain(text) ?? text
        let range = separated(narrow, from: ["~", "〜", "至", "到", "...", "…"], by: "..").replacing("日", with: "")
        return range.split(separator: "..", omittingEmptySubsequences: false)
            .map { day in
                let parts = day.trimmingSpaces.split { "-/.年月".contains($0) }
                return parts.map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
            }
            .joined(separator: "..")
    }

    private static func separated(_ text: String, from signs: [String], by separator: String) -> String {
        guard text.unicodeScalars.count <= 64 else { return text }
        return signs.reduce(text) { $0.replacing($1, with: separator) }
    }
}
