internal import BotCore
internal import Evidence
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
    private var pending: [Change] = []
    private var number = 0

    private struct Change {
        let at: Date
        /// The latest event at the time.
        let after: EventID
        let line: RecordedLine
    }

    /// Events, hand-offs and rules from `since` on and before `until`.
    package init(_ reader: JournalReader, since: Date? = nil, until: Date? = nil) {
        self.reader = reader
        self.since = since
        self.until = until
    }

    /// A line, with its event where it is one.
    struct Exported {
        let line: RecordedLine
        let event: JournaledEvent?
    }

    /// The next lines as a recording has them; empty at the end.
    package mutating func next() async throws -> [NumberedLine] {
        try await nextChunk()
            .map { exported in
                number += 1
                return NumberedLine(number: number, line: exported.line, bytes: Array(exported.line.json().utf8))
            }
    }

    /// The next lines in order of time; empty at the end.
    ///
    /// Events are in the order of their numbers. A hand-off stands before the first event that came after it.
    mutating func nextChunk() async throws -> [Exported] {
        let isFirst = lastEvent == nil
        let page = try await reader.events(since: since, until: until, after: lastEvent, limit: Self.chunk)
        if isFirst, let since, let rules = try await reader.rules(before: since) { add([rules]) }
        let changes = try await reader.changes(after: lastChange, since: since, until: until)
        lastChange = changes.cursor
        add(changes.rules)
        add(changes.handoffs)
        lastEvent = page.last?.id ?? lastEvent
        var lines: [Exported] = []
        for event in page {
            let received = event.entry.received
            lines += takeChanges { $0.at < received || ($0.at == received && $0.after < event.id) }
            lines.append(Exported(line: RecordedLine(event), event: event))
        }
        if page.count < Self.chunk { lines += takeChanges { _ in true } }
        return lines
    }

    private mutating func add(_ changes: [RuleChange]) {
        insert(changes.map { Change(at: $0.at, after: $0.after, line: .reload(rules: $0.checksum, received: $0.at)) })
    }

    private mutating func add(_ changes: [HandoffChange]) {
        insert(
            changes.map { change in
                let follower = FollowerKey(account: change.appID, user: change.userID)
                let line = RecordedLine.handoff(follower, until: change.until, received: change.at)
                return Change(at: change.at, after: change.after, line: line)
            }
        )
    }

    /// Keeps the order of changes at the same moment.
    private mutating func insert(_ changes: [Change]) {
        pending = (pending + changes).enumerated()
            .sorted { ($0.element.at, $0.element.after, $0.offset) < ($1.element.at, $1.element.after, $1.offset) }
            .map(\.element)
    }

    private mutating func takeChanges(while isDue: (Change) -> Bool) -> [Exported] {
        let taken = pending.prefix(while: isDue)
        pending.removeFirst(taken.count)
        return taken.map { Exported(line: $0.line, event: nil) }
    }
}
