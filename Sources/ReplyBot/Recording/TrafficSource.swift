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
        /// The ids of rules whose stage kept them from answering, as recorded.
        package let shadow: [String]
    }

    /// Reads all entries in order, of a store only those before `until`; operators' hand-offs and reloads are among them.
    ///
    /// - Returns: The number of requests that cannot be read, which are passed over.
    /// - Throws: `CommandFailure` if the source cannot be read.
    package func read(
        by reader: TrafficReader = TrafficReader(),
        until: Date? = nil,
        _ body: (Item) throws -> Void
    ) async throws -> Int {
        var unreadable = 0
        func take(_ line: NumberedLine, _ decision: DecisionRecord?) throws {
            let entry: TrafficEntry?
            do {
                entry = try reader.entry(line)
            } catch is NotificationError {
                unreadable += 1
                return
            }
            guard let entry else { return }
            try body(Item(entry: entry, recorded: decision?.treatment, shadow: decision?.shadow ?? []))
        }
        switch self {
        case .recording(let path):
            var recording = try Recording(path: path)
            while let line = try recording.next() { try take(line, nil) }
        case .store(let path):
            var export = RecordingExport(try StoreOpening.openReadOnly(path), until: until)
            while case let lines = try await export.nextChunk(), !lines.isEmpty {
                for exported in lines {
                    let number = Int(clamping: exported.event?.id.rawValue ?? 0)
                    let line = NumberedLine(number: number, line: exported.line, bytes: [])
                    try take(line, exported.event?.decision.flatMap(DecisionRecord.init(json:)))
                }
            }
        }
        return unreadable
    }
}

extension DecisionRecord {
    /// The treatment; a silence without a rule is one that the message did not cause, or a rule or fallback that cools.
    fileprivate var treatment: ConversationTurn.Treatment? {
        if let rule { return rule == Fallback.id ? .notUnderstood : .rule(rule) }
        guard let silent, let reason = SilenceReason(rawValue: silent) else { return nil }
        return reason == .unmatched ? .notUnderstood : .silent(reason)
    }
}
