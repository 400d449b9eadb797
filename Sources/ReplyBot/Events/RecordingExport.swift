package import BotCore
package import Evidence
package import Foundation
package import ReplyStore

/// Reads a recording out of a store, in chunks, while a server may write to it.
package struct RecordingExport {
    /// Events that one read takes.
    private static let chunk = 500

    private let reader: JournalReader
    private let since: Date?
    private let until: Date?
    private var lastEvent: EventID?
    private var lastChange = ChangeCursor()
    /// Changes that are later than the events so far.
    private var pending: [(at: Date, line: RecordedLine)] = []
    private var number = 0

    /// Events, hand-offs and rules from `since` on and before `until`.
    package init(_ reader: JournalReader, since: Date? = nil, until: Date? = nil) {
        self.reader = reader
        self.since = since
        self.until = until
    }

    /// The next lines in order of time; empty at the end.
    ///
    /// Events are in the order of their numbers. A hand-off stands before the first event that came after it.
    package mutating func next() async throws -> [NumberedLine] {
        let isFirst = lastEvent == nil
        let page = try await reader.events(since: since, until: until, after: lastEvent, limit: Self.chunk)
        if isFirst, let since, let rules = try await reader.rules(before: since) { add([rules]) }
        let changes = try await reader.changes(after: lastChange, since: since, until: until)
        lastChange = changes.cursor
        add(changes.rules)
        add(changes.handoffs)
        lastEvent = page.last?.id ?? lastEvent
        var lines: [RecordedLine] = []
        for event in page {
            lines += takeChanges(until: event.entry.received)
            lines.append(RecordedLine(event))
        }
        if page.count < Self.chunk { lines += takeChanges(until: .distantFuture) }
        return lines.map { line in
            number += 1
            return NumberedLine(number: number, line: line, bytes: Array(line.json().utf8))
        }
    }

    private mutating func add(_ changes: [RuleChange]) {
        insert(changes.map { ($0.at, .reload(rules: $0.checksum, received: $0.at)) })
    }

    private mutating func add(_ changes: [HandoffChange]) {
        insert(
            changes.map { change in
                let follower = FollowerKey(account: change.appID, user: change.userID)
                return (change.at, .handoff(follower, until: change.until, received: change.at))
            }
        )
    }

    /// Keeps the order of changes at the same moment.
    private mutating func insert(_ changes: [(at: Date, line: RecordedLine)]) {
        pending = (pending + changes).enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    private mutating func takeChanges(until time: Date) -> [RecordedLine] {
        let taken = pending.prefix { $0.at <= time }
        pending.removeFirst(taken.count)
        return taken.map(\.line)
    }
}
