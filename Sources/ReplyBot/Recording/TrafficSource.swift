internal import AlipayClient
internal import BotCore
package import Evidence
package import Foundation
internal import ReplyStore
internal import RuleEngine

/// Recorded traffic: a file, or the journal of a store, also while a server writes to it.
package enum TrafficSource: Sendable, Hashable {
    case recording(path: String)
    case store(path: String)

    /// The path, for the head of a report.
    package var name: String {
        switch self {
        case .recording(let path), .store(let path): path
        }
    }

    /// An entry, with the treatment by the rules of its time where a store has it.
    package struct Item: Sendable {
        package let entry: TrafficEntry
        package let recorded: ConversationTurn.Treatment?
        /// The rule that took a message and was kept from speaking, or `fallback`, as recorded.
        package let taker: String?
        /// The ids of rules whose stage kept them from answering, as recorded.
        package let shadow: [String]
    }

    /// How far the reading is.
    package struct Progress: Sendable, Hashable {
        /// The bytes that were read, of a recording.
        package var bytes = 0
        /// The size of the recording; nil where it is not known, as of a store.
        package var size: Int?
        /// The lines or events so far.
        package var entries = 0
    }

    /// Whether it can be read more than once; a pipe cannot.
    package var isRereadable: Bool {
        switch self {
        case .store: true
        case .recording(let path): (try? Recording(path: path))?.size != nil
        }
    }

    /// The moments of the first and the last entry.
    ///
    /// - Throws: `CommandFailure` if the source cannot be read, if it is a pipe, or if it has no entry.
    package func span() async throws -> ClosedRange<Date> {
        if case .recording(let path) = self, try Recording(path: path).size == nil {
            throw CommandFailure(
                "\(path) 不是文件，只能读一遍：请写成绝对时刻，或先存成文件",
                "\(path) is no file and can be read only once: give an absolute time, or keep it in a file first"
            )
        }
        var span: ClosedRange<Date>?
        _ = try await read { item in
            let at = item.entry.at
            span = min(span?.lowerBound ?? at, at)...max(span?.upperBound ?? at, at)
        }
        guard let span else { throw Self.isEmpty }
        return span
    }

    /// The failure of a source without an entry.
    package static var isEmpty: CommandFailure {
        CommandFailure("没有事件：检查录制文件或数据库", "there are no events: check the recording or database")
    }

    /// Reads all entries in order; operators' hand-offs and reloads are among them.
    ///
    /// - Returns: The number of requests that cannot be read, which are passed over.
    /// - Throws: `CommandFailure` if the source cannot be read.
    package func read(
        by reader: TrafficReader = TrafficReader(),
        report: (Progress) -> Void = { _ in },
        _ body: (Item) throws -> Void
    ) async throws -> Int {
        var unreadable = 0
        var progress = Progress()
        func take(_ line: NumberedLine, _ decision: DecisionRecord?) throws {
            let entry: TrafficEntry?
            do {
                entry = try reader.entry(line)
            } catch is NotificationError {
                unreadable += 1
                return
            }
            guard let entry else { return }
            try body(
                Item(
                    entry: entry,
                    recorded: decision?.treatment,
                    taker: decision?.taker,
                    shadow: decision?.shadow ?? []
                )
            )
        }
        switch self {
        case .recording(let path):
            var recording = try Recording(path: path)
            progress.size = recording.size
            while let line = try recording.next() {
                try take(line, nil)
                (progress.bytes, progress.entries) = (recording.bytesRead, progress.entries + 1)
                report(progress)
            }
        case .store(let path):
            var export = RecordingExport(try StoreOpening.openReadOnly(path))
            while case let lines = try await export.nextChunk(), !lines.isEmpty {
                for exported in lines {
                    let number = Int(clamping: exported.event?.id.rawValue ?? 0)
                    let line = NumberedLine(number: number, line: exported.line, bytes: [])
                    try take(line, exported.event?.decision.flatMap(DecisionRecord.init(json:)))
                }
                progress.entries += lines.count
                report(progress)
            }
        }
        return unreadable
    }
}

extension DecisionRecord {
    /// The treatment; a silence may have a `taker` besides.
    fileprivate var treatment: ConversationTurn.Treatment? {
        if let rule { return rule == Fallback.id ? .notUnderstood : .rule(rule) }
        guard let silent, let reason = SilenceReason(rawValue: silent) else { return nil }
        return reason == .unmatched ? .notUnderstood : .silent(reason)
    }
}
