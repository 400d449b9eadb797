/// Warns of opening hours that are probably not meant: holidays that are over (RB220), hours that overlap (RB221), and
/// hours whose ends are the wrong way round (RB222).
struct ScheduleLint {
    let sections: RuleFileSections
    let schedules: [String: Schedule]
    /// The present day; nil where it is not known.
    let today: CivilDay?

    /// What is odd about each schedule.
    var findings: [Diagnostic] {
        sections.schedules.flatMap { entry -> [Diagnostic] in
            let name = entry.key.text
            let (week, special) = (weekHours(entry.value), specialHours(entry.value))
            let isNightly = Self.hasWord(of: Self.nightly, name)
            let reversed = (week + special).filter { !isNightly && isReversed($0, beside: week + special, name) }
            return [over(entry)].compactMap(\.self) + Self.once(reversed).map { self.reversed($0, name) }
                + overlaps(of: week, period: Self.week, excluding: reversed, name)
                + overlaps(of: special, period: nil, excluding: reversed, name)
        }
    }

    /// A stretch as it is written, on one of its days.
    private struct Stretch {
        let hours: OpenHours
        /// The midnight before it, in minutes of the week or since 1970.
        let midnight: Int
        let day: String
        let scalar: DocumentScalar

        var start: Int { midnight + hours.start }
        var end: Int { midnight + hours.end }
    }

    private static let week = 7 * LocalTime.minutesPerDay

    private func weekHours(_ schedule: DocumentNode) -> [Stretch] {
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

    private func specialHours(_ schedule: DocumentNode) -> [Stretch] {
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

    private static func once(_ stretches: [Stretch]) -> [Stretch] {
        var seen: Set<SourceLocation> = []
        return stretches.filter { seen.insert($0.scalar.location).inserted }
    }

    private static func hasWord(of words: [String], _ name: String) -> Bool {
        let name = name.lowercased()
        return words.contains { name.contains($0) }
    }

    /// Names of schedules in which long nights are meant.
    private static let nightly = [
        "非", "下班", "夜", "晚", "休", "外", "关", "值班", "值守", "自动", "机器人", "托管", "凌晨", "无人", "打烊", "off", "night", "after",
        "clos", "evening",
        "outside",
    ]
    /// Names of schedules in which days are meant.
    private static let daily = [
        "营业", "上班", "工作", "办公", "白天", "日间", "客服", "服务", "接待", "开放", "开门", "business", "work", "office", "open",
        "day", "service", "shop",
    ]
}

extension ScheduleLint {
    /// RB220: all days on which it is closed have passed, so the next holidays are missing.
    private func over(_ entry: DocumentEntry) -> Diagnostic? {
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

    /// Whether the ends of a stretch over midnight are probably the wrong way round, or written by a 12-hour clock.
    ///
    /// Such a stretch is longer than half a day. So are those of a bar that closes late, which ends by four.
    private func isReversed(_ stretch: Stretch, beside others: [Stretch], _ name: String) -> Bool {
        let (start, end) = (stretch.hours.start, stretch.hours.end - LocalTime.minutesPerDay)
        guard end > 0 else { return false }
        let length = stretch.hours.end - start
        let isBusiness = Self.hasWord(of: Self.daily, name)
        if isBusiness, start >= 17 * 60, end >= 7 * 60 { return true }
        guard length > 12 * 60 else { return false }
        if end > 4 * 60 { return true }
        return others.contains { other in
            let hours = other.hours
            return hours.start >= 6 * 60 && hours.end <= 22 * 60 && hours.end - hours.start >= 3 * 60
        }
    }

    private func reversed(_ stretch: Stretch, _ name: String) -> Diagnostic {
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

    /// RB221 for stretches that share a minute, each two of them once.
    private func overlaps(
        of stretches: [Stretch],
        period: Int?,
        excluding reversed: [Stretch],
        _ name: String
    ) -> [Diagnostic] {
        let excluded = Set(reversed.map(\.scalar.location))
        let considered = stretches.filter { !excluded.contains($0.scalar.location) }
        var spans = considered.map { (start: $0.start, end: $0.end, stretch: $0) }
        // What goes on after Sunday is in the way of Monday.
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
                    findings.append(overlap(pair[0], pair[1], span.stretch.day, name))
                }
            }
            if span.end > longest?.end ?? Int.min { longest = (span.end, span.stretch) }
        }
        return findings
    }

    private func overlap(_ first: Stretch, _ second: Stretch, _ day: String, _ name: String) -> Diagnostic {
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
    /// The texts of a list, or one text alone.
    fileprivate var texts: [DocumentScalar] {
        scalar.map { [$0] } ?? sequence?.compactMap(\.scalar) ?? []
    }
}
