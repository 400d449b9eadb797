internal import BotCore
package import Evidence
internal import Foundation
internal import ReplyStore
internal import RuleEngine

/// Recorded traffic: a file, or the journal of a store.
package enum TrafficSource: Sendable {
    case recording(path: String)
    case store(path: String)

    /// An entry, with the treatment by the rules of its time where a store has it.
    package struct Item: Sendable {
        package let entry: TrafficEntry
        package let recorded: ConversationTurn.Treatment?
        /// The ids of rules whose stage kept them from answering, as recorded.
        package let shadow: [String]
    }

    /// Reads all entries in order; returns the number of requests that cannot be read, which are passed over.
    ///
    /// - Throws: `CommandFailure` if the source cannot be read.
    package func read(_ body: (Item) throws -> Void) async throws -> Int {
        let reader = TrafficReader()
        var unreadable = 0
        switch self {
        case .recording(let path):
            var recording = try Recording(path: path)
            while let request = try recording.next() {
                guard let entry = Self.entry(of: request, by: reader, unreadable: &unreadable) else { continue }
                try body(Item(entry: entry, recorded: nil, shadow: []))
            }
        case .store(let path):
            let journal = try StoreOpening.openReadOnly(path)
            var last: EventID?
            while case let page = try await journal.events(after: last, limit: 500), !page.isEmpty {
                for event in page {
                    let line = RecordedLine(event)
                    let request = NumberedRequest(
                        number: Int(event.id.rawValue),
                        line: line,
                        request: event.entry.request
                    )
                    guard let entry = Self.entry(of: request, by: reader, unreadable: &unreadable) else { continue }
                    let decision = event.decision.flatMap { try? DecisionRecord(json: $0) }
                    try body(Item(entry: entry, recorded: decision?.treatment, shadow: decision?.shadow ?? []))
                }
                last = page.last?.id
            }
        }
        return unreadable
    }

    /// The entry of a request; nil for a handshake, and for a request that is counted as unreadable.
    private static func entry(
        of request: NumberedRequest,
        by reader: TrafficReader,
        unreadable: inout Int
    ) -> TrafficEntry? {
        do {
            return try reader.entry(request)
        } catch {
            unreadable += 1
            return nil
        }
    }
}

extension DecisionRecord {
    fileprivate init(json: String) throws {
        self = try JSONDecoder().decode(DecisionRecord.self, from: Data(json.utf8))
    }

    /// The treatment; a silence without a rule is one that the message did not cause, or a rule or fallback that cools.
    fileprivate var treatment: ConversationTurn.Treatment? {
        if let rule { return rule == Fallback.id ? .notUnderstood : .rule(rule) }
        guard let silent, let reason = SilenceReason(rawValue: silent) else { return nil }
        return reason == .unmatched ? .notUnderstood : .silent(reason)
    }
}
