public import Foundation

/// Knows which replies must arrive, and judges what did.
///
/// A reply is known by its text, so each event must have texts of its own.
public struct DeliveryOracle: Sendable {
    private struct Event {
        let userID: String
        let replies: [String]
        var isAcknowledged: Bool
    }

    private let timeZone: TimeZone
    private let daily: Int
    /// In the order in which they were sent.
    private var events: [(name: String, event: Event)] = []
    private var positions: [String: Int] = [:]

    /// Knows nothing yet.
    ///
    /// - Parameters:
    ///   - timeZone: the account's, for its days.
    ///   - daily: how many messages a follower may get on one day.
    public init(timeZone: TimeZone, daily: Int = 100) {
        self.timeZone = timeZone
        self.daily = daily
    }

    /// Notes an event that was sent to the bot, with the replies that it must have if it is acknowledged.
    ///
    /// A follower's events must be noted in the order in which they were sent.
    public mutating func note(_ name: String, from userID: String, replies: [String]) {
        positions[name] = events.count
        events.append((name, Event(userID: userID, replies: replies, isAcknowledged: false)))
    }

    /// Notes that the bot acknowledged an event.
    public mutating func noteAcknowledgement(of name: String) {
        guard let position = positions[name] else { return }
        events[position].event.isAcknowledged = true
    }

    /// How many events were acknowledged.
    public var acknowledged: Int { events.count { $0.event.isAcknowledged } }

    /// The replies that must have arrived when nothing is under way any more.
    public var owed: Set<String> {
        Set(events.filter { $0.event.isAcknowledged }.flatMap(\.event.replies))
    }

    /// Judges what arrived, when nothing is under way any more.
    ///
    /// - Parameter sends: every call so far, in order; those that the platform refused count for nothing.
    /// - Returns: what is wrong.
    public func findings(in sends: [ReceivedSend]) -> OracleFindings {
        let arrivals = sends.filter { $0.refusal == nil }
        let places = Dictionary(grouping: arrivals.indices, by: { arrivals[$0].text })
        var findings = OracleFindings()
        for (name, event) in events {
            let missing = event.replies.filter { places[$0] == nil }
            if missing.count < event.replies.count {
                // Half an answer: it was decided, so the rest was owed whether it was acknowledged or not.
                findings.lostReplies += missing
            } else if event.isAcknowledged {
                findings.lostEvents.append(name)
            }
        }
        findings.duplicates = places.filter { $0.value.count > 1 }
            .map { OracleFindings.Duplicate(text: $0.key, arrivals: $0.value) }
            .sorted { $0.arrivals[0] < $1.arrivals[0] }
        findings.disorders = disorders(in: arrivals)
        findings.overQuota = overQuota(in: arrivals)
        let known = Dictionary(
            uniqueKeysWithValues: events.flatMap { item in
                item.event.replies.map { ($0, item.event.userID) }
            }
        )
        findings.strangers = arrivals.filter { known[$0.text] != $0.userID }.map(\.text)
        return findings
    }

    /// Arrivals that come after a later reply to the same follower.
    private func disorders(in arrivals: [ReceivedSend]) -> [String] {
        let ranks = Dictionary(
            uniqueKeysWithValues: events.flatMap(\.event.replies).enumerated().map { ($0.element, $0.offset) }
        )
        var latest: [String: Int] = [:]
        return
            arrivals.filter { arrival in
                guard let rank = ranks[arrival.text] else { return false }
                defer { latest[arrival.userID] = max(rank, latest[arrival.userID] ?? 0) }
                return rank < latest[arrival.userID] ?? 0
            }
            .map(\.text)
    }

    private func overQuota(in arrivals: [ReceivedSend]) -> [String] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let counts = Dictionary(
            grouping: arrivals,
            by: { arrival in
                let day = calendar.dateComponents([.year, .month, .day], from: arrival.received)
                return "\(arrival.userID) \(day.year ?? 0)-\(day.month ?? 0)-\(day.day ?? 0)"
            }
        )
        return counts.filter { $0.value.count > daily }.keys.sorted()
    }
}
