package import BotCore
internal import Foundation
internal import LinearRegex
internal import OperatorText
package import ReplyStore
internal import RuleAuthoring
package import RuleEngine

/// Which events an operator wants to see.
package struct EventFilter: Sendable {
    /// Why no rule answered.
    package enum Silence: Sendable, Hashable {
        /// For any reason.
        case any
        case because(SilenceReason)

        /// The words of the command line.
        package static let words = ["any"] + SilenceReason.allCases.map(\.rawValue)

        /// Reads a word; nil for an unknown one.
        package init?(_ word: String) {
            if word == "any" {
                self = .any
            } else if let reason = SilenceReason(rawValue: word) {
                self = .because(reason)
            } else {
                return nil
            }
        }
    }

    /// The follower and the span of time, which the store looks for.
    package var search: EventSearch
    /// Only events that this rule answered; `fallback` is the fallback.
    package var rule: String?
    /// Only events without an answer.
    package var silence: Silence?
    private var pattern: Pattern?

    /// A filter by follower and time.
    package init(_ search: EventSearch = EventSearch()) {
        self.search = search
    }

    /// Asks for a match of an expression in the message as it was written, or as rules compare it.
    ///
    /// - Throws: `CommandFailure` where the expression is none.
    package mutating func require(text expression: String) throws {
        do throws(PatternError) {
            pattern = try Pattern(expression)
        } catch {
            let shown = ForeignText.oneLine(expression).excerpt
            throw CommandFailure(
                "--text “\(shown)” 不是正则表达式：\(error.message.chinese)",
                "--text \"\(shown)\" is no regular expression: \(error.message.english)"
            )
        }
    }

    /// Whether the filter accepts an event that the store found.
    func accepts(_ event: EventRecord) -> Bool {
        if rule != nil || silence != nil {
            let decision = event.journaled.decision.flatMap(DecisionRecord.init(json:))
            if let rule, decision?.rule != rule { return false }
            if let silence, !Self.accepts(silence, event, decision) { return false }
        }
        guard let pattern else { return true }
        guard let text = RecordedText.text(of: event.journaled.entry) else { return false }
        return pattern.firstMatch(in: Array(text.unicodeScalars)) != nil
            || pattern.firstMatch(in: TextNormalizer.normalize(text).folded) != nil
    }

    private static func accepts(_ silence: Silence, _ event: EventRecord, _ decision: DecisionRecord?) -> Bool {
        let reason = event.journaled.entry.isStale ? SilenceReason.stale.rawValue : decision?.silent
        return switch silence {
        case .any: reason != nil
        case .because(let wanted): reason == wanted.rawValue
        }
    }
}

/// The newest events that a filter accepts.
package struct EventListing: Sendable {
    /// Events that one search goes through at most.
    package static let reach: Int64 = 100_000
    /// Numbers that one read goes through.
    private static let page: Int64 = 500

    /// The events, oldest first.
    package private(set) var events: [EventRecord] = []
    /// The replies to them.
    package private(set) var replies: [EventID: [ReplyRecord]] = [:]
    /// The newest event that was not searched although the filter might accept it; nil when all were.
    package private(set) var unsearched: EventID?
    /// Whether older events that the filter accepts may exist beyond the limit.
    package private(set) var isCut = false

    /// Searches from the newest event back, until `limit` events are found or `reach` numbers searched.
    package static func find(
        _ filter: EventFilter,
        in reader: JournalReader,
        limit: Int,
        reach: Int64 = reach
    ) async throws -> EventListing {
        var listing = EventListing()
        guard let span = try await reader.span(of: filter.search) else { return listing }
        let floor = max(span.first.rawValue, span.last.rawValue - reach + 1)
        var last = span.last.rawValue
        search: while last >= floor {
            try Task.checkCancellation()
            let first = max(floor, last - page + 1)
            let found = try await reader.events(
                filter.search,
                from: EventID(rawValue: first),
                to: EventID(rawValue: last),
                limit: .max
            )
            for event in found where filter.accepts(event) {
                guard listing.events.count < limit else {
                    listing.isCut = true
                    break search
                }
                listing.events.append(event)
            }
            last = first - 1
        }
        if !listing.isCut, floor > span.first.rawValue { listing.unsearched = EventID(rawValue: floor - 1) }
        listing.events.reverse()
        for event in listing.events { listing.replies[event.id] = try await reader.replies(to: event.id) }
        return listing
    }
}
