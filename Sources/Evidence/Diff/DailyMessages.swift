internal import RuleEngine

/// How many messages followers got in a day, over the days on which they wrote.
package struct DailyMessages: Sendable, Hashable {
    /// The days by the number of messages.
    package private(set) var days: [Int: Int] = [:]

    package init() {}

    package mutating func add(_ messages: Int) {
        days[messages, default: 0] += 1
    }

    /// The number of a follower's days.
    package var count: Int { days.values.reduce(0, +) }

    /// The smallest number that at least that share of the days does not exceed; 0 without days.
    package func percentile(_ percent: Int) -> Int {
        let (needed, sorted) = ((count * percent + 99) / 100, days.sorted { $0.key < $1.key })
        var seen = 0
        for (messages, days) in sorted {
            seen += days
            if seen >= needed { return messages }
        }
        return 0
    }

    package var most: Int { days.keys.max() ?? 0 }
}

/// One follower's present day.
struct FollowerDay: Sendable {
    private var day: CivilDay?
    private var messages = 0

    /// Counts an event's messages; a day that is over goes into the distribution.
    mutating func add(_ count: Int, on today: CivilDay, to all: inout DailyMessages) {
        if let day, day != today { end(in: &all) }
        day = today
        messages += count
    }

    mutating func end(in all: inout DailyMessages) {
        guard day != nil else { return }
        all.add(messages)
        (day, messages) = (nil, 0)
    }
}
