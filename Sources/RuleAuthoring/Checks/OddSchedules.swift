import OperatorText
import RuleEngine

/// Finds opening hours that are probably mistakes: holidays in the past (RB220), hours that overlap (RB221), and hours
/// whose ends are swapped (RB222).
struct OddSchedules: Lint {
    private let sections: RuleFileSections
    private let schedules: [String: Schedule]
    private let today: CivilDay?

    init(_ subject: LintSubject) {
        sections = subject.sections
        schedules = subject.rules.schedules
        today = subject.today
    }

    func findingsOutsideRules() -> [Diagnostic] {
        sections.schedules.flatMap { entry -> [Diagnostic] in
            let name = entry.key.text
            let (week, special) = (weekHours(of: entry.value), specialHours(of: entry.value))
            let isNightly = Self.contains(name, wordOf: Self.nightly)
            let reversed = isNightly ? [] : (week + special).filter { isReversed($0, among: week + special, of: name) }
            var seen: Set<SourceLocation> = []
            let once = reversed.filter { seen.insert($0.scalar.location).inserted }
            return [pastHolidays(of: entry)].compactMap(\.self) + once.map { self.reversed($0, of: name) }
                + overlaps(among: week, period: Self.week, excluding: reversed, of: name)
                + overlaps(among: special, period: nil, excluding: reversed, of: name)
        }
    }

    /// A stretch of open hours as it is written, on one of its days.
    private struct Stretch {
        let hours: OpenHours
        /// The midnight before it, in minutes from the start of the week or of 1970.
        let midnight: Int
        let day: String
        let scalar: DocumentScalar

        var start: Int { midnight + hours.start }
        var end: Int { midnight + hours.end }
    }

    private static let week = 7 * LocalTime.minutesPerDay

    private func weekHours(of schedule: DocumentNode) -> [Stretch] {
        (schedule["open"]?.sequence ?? [])
            .flatMap { item -> [Stretch] in
                let days = item["days"]?.texts
                    .flatMap { $0.text.split(separator: ",").flatMap { Weekday.span($0.trimmingSpaces) } }
                return Set(days ?? []).sorted { $0.rawValue < $1.rawValue }
                    .flatMap { day in
                        hours(of: item, midnight: day.rawValue * LocalTime.minutesPerDay, day: day.name)
                    }
            }
    }

    private func specialHours(of schedule: DocumentNode) -> [Stretch] {
        (schedule["open_on"]?.sequence ?? [])
            .flatMap { item -> [Stretch] in
                guard let day = item["date"]?.scalar.flatMap({ CivilDay($0.text) }) else { return [] }
                return hours(of: item, midnight: day.number * LocalTime.minutesPerDay, day: "\(day)")
            }
    }

    private func hours(of item: DocumentNode, midnight: Int, day: String) -> [Stretch] {
        (item["hours"]?.texts ?? [])
            .compactMap { scalar in
                OpenHours(scalar.text).map { Stretch(hours: $0, midnight: midnight, day: day, scalar: scalar) }
            }
    }

    private static func contains(_ name: String, wordOf words: [String]) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    /// Words in the names of schedules for which long nights are usual.
    private static let nightly = [
        "非", "下班", "夜", "晚", "休", "外", "关", "值班", "值守", "自动", "机器人", "托管", "凌晨", "无人", "打烊", "off", "night", "after",
        "clos", "evening",
        "outside",
    ]
    /// Words in the names of schedules for which days are usual.
    private static let daily = [
        "营业", "上班", "工作", "办公", "白天", "日间", "客服", "服务", "接待", "开放", "开门", "business", "work", "office", "open",
        "day", "service", "shop",
    ]
}

extension OddSchedules {
    /// RB220 where all days in `closed_on` have passed, so that the next holidays are probably missing.
    private func pastHolidays(of entry: DocumentEntry) -> Diagnostic? {
        guard let today, let closed = schedules[entry.key.text]?.closed, let last = closed.map(\.upperBound).max(),
            last < today, let first = entry.value["closed_on"]?.texts.first
        else { return nil }
        let name = entry.key.text
        return Diagnostic(
            "RB220",
            .warning,
            at: first.location,
            length: first.length,
            LocalizedText(
                "时间表 “\(name)” 的 closed_on 都已过去（最后一天 \(last)），以后没有休息日",
                "All days of closed_on in schedule “\(name)” have passed, the last on \(last): no day off lies ahead"
            ),
            help: LocalizedText(
                "写上今后的休息日；没有就删掉 closed_on",
                "Write the days off to come; if there are none, delete closed_on"
            )
        )
    }

    /// Whether a stretch over midnight probably has its ends swapped, or uses a 12-hour clock.
    ///
    /// Such a stretch is longer than half a day. So are the hours of a bar that closes late, but they end by four.
    private func isReversed(_ stretch: Stretch, among others: [Stretch], of name: String) -> Bool {
        let (start, end) = (stretch.hours.start, stretch.hours.end - LocalTime.minutesPerDay)
        guard end > 0 else { return false }
        let length = stretch.hours.end - start
        let isBusiness = Self.contains(name, wordOf: Self.daily)
        if isBusiness, start >= 17 * 60, end >= 7 * 60 { return true }
        guard length > 12 * 60 else { return false }
        if end > 4 * 60 { return true }
        return others.contains { other in
            let hours = other.hours
            return hours.start >= 6 * 60 && hours.end <= 22 * 60 && hours.end - hours.start >= 3 * 60
        }
    }

    private func reversed(_ stretch: Stretch, of name: String) -> Diagnostic {
        let hours = stretch.hours
        let end = hours.end - LocalTime.minutesPerDay
        let (from, to) = (LocalTime.clock(hours.start), LocalTime.clock(end))
        let afternoon = end + LocalTime.minutesPerDay / 2
        var readings = ["\"\(to)-\(from)\""]
        if hours.start < afternoon, afternoon < LocalTime.minutesPerDay {
            readings.insert("\"\(from)-\(LocalTime.clock(afternoon))\"", at: 0)
        }
        let length = (hours.end - hours.start + 30) / 60
        return Diagnostic(
            "RB222",
            .warning,
            at: stretch.scalar.location,
            length: stretch.scalar.length,
            LocalizedText(
                "时间表 “\(name)” 的 “\(hours.text)” 跨了午夜：从 \(from) 到第二天 \(to)，约 \(length) 小时",
                "“\(hours.text)” in schedule “\(name)” crosses midnight: from \(from) to \(to) of the next day, "
                    + "some \(length) hours"
            ),
            help: LocalizedText(
                "是不是想写 \(readings.joined(separator: " 或 "))？确实要跨午夜，就分两段写：\"\(from)-24:00\" 和第二天的 \"00:00-\(to)\"",
                "Did you mean \(readings.joined(separator: " or "))? If it is to cross midnight, write two stretches: "
                    + "\"\(from)-24:00\", and \"00:00-\(to)\" on the next day"
            )
        )
    }

    /// RB221 for each pair of stretches that share a minute.
    private func overlaps(
        among stretches: [Stretch],
        period: Int?,
        excluding reversed: [Stretch],
        of name: String
    ) -> [Diagnostic] {
        let excluded = Set(reversed.map(\.scalar.location))
        let considered = stretches.filter { !excluded.contains($0.scalar.location) }
        var spans = considered.map { (start: $0.start, end: $0.end, stretch: $0) }
        // A stretch that continues after Sunday overlaps with Monday.
        if let period {
            spans += considered.filter { $0.end > period }.map { ($0.start - period, $0.end - period, $0) }
        }
        spans.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var seen: Set<[SourceLocation]> = []
        var findings: [Diagnostic] = []
        var longest: (end: Int, stretch: Stretch)?
        for span in spans {
            if let longest, span.start < longest.end {
                let pair = [longest.stretch, span.stretch].sorted { $0.scalar.location < $1.scalar.location }
                if pair[0].scalar.location != pair[1].scalar.location, seen.insert(pair.map(\.scalar.location)).inserted
                {
                    findings.append(overlap(of: pair[0], and: pair[1], on: span.stretch.day, in: name))
                }
            }
            if span.end > longest?.end ?? Int.min { longest = (span.end, span.stretch) }
        }
        return findings
    }

    private func overlap(
        of first: Stretch,
        and second: Stretch,
        on day: String,
        in name: String
    ) -> Diagnostic {
        Diagnostic(
            "RB221",
            .warning,
            at: second.scalar.location,
            length: second.scalar.length,
            LocalizedText(
                "时间表 “\(name)” 的 “\(second.hours.text)” 和 “\(first.hours.text)” 在 \(day) 重叠",
                "“\(second.hours.text)” in schedule “\(name)” overlaps with “\(first.hours.text)” on \(day)"
            ),
            help: LocalizedText(
                "两段都算开放，短的不会取代长的；每一天只写它自己的时间，例如 mon-tue,thu-fri 和 wed 分开写",
                "Both count as open, and the shorter does not replace the longer; write each day once, "
                    + "such as mon-tue,thu-fri apart from wed"
            ),
            related: [.init(location: first.scalar.location, note: LocalizedText("另一段", "The other stretch"))]
        )
    }
}

extension DocumentNode {
    /// The texts of a list, or a single text.
    fileprivate var texts: [DocumentScalar] {
        scalar.map { [$0] } ?? sequence?.compactMap(\.scalar) ?? []
    }
}
