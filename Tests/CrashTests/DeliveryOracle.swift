import AlipaySimulator
import Foundation

/// Compares the replies that arrived with those that must arrive.
///
/// Replies are identified by their texts, so no two events may share one.
struct DeliveryOracle: Sendable {
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

    /// An oracle without events.
    ///
    /// - Parameters:
    ///   - timeZone: the account's, for its days.
    ///   - daily: how many messages a follower may get on one day.
    init(timeZone: TimeZone, daily: Int = 100) {
        self.timeZone = timeZone
        self.daily = daily
    }

    /// Notes an event that was sent to the bot, with the replies that it must have if it is acknowledged.
    ///
    /// A follower's events must be noted in the order in which they were sent.
    mutating func note(_ name: String, from userID: String, replies: [String]) {
        positions[name] = events.count
        events.append((name, Event(userID: userID, replies: replies, isAcknowledged: false)))
    }

    /// Notes that the bot acknowledged an event.
    mutating func noteAcknowledgement(of name: String) {
        guard let position = positions[name] else { return }
        events[position].event.isAcknowledged = true
    }

    /// How many events were acknowledged.
    var acknowledged: Int { events.count { $0.event.isAcknowledged } }

    /// The replies that must have arrived once nothing is in flight.
    var owed: Set<String> {
        Set(events.filter { $0.event.isAcknowledged }.flatMap(\.event.replies))
    }

    /// Judges the arrivals once nothing is in flight.
    ///
    /// - Parameter sends: every call so far, in order; those that the platform refused do not count.
    /// - Returns: the faults.
    func findings(in sends: [ReceivedSend]) -> OracleFindings {
        let arrivals = sends.filter { $0.refusal == nil }
        let places = Dictionary(grouping: arrivals.indices, by: { arrivals[$0].text })
        var findings = OracleFindings()
        for (name, event) in events {
            let missing = event.replies.filter { places[$0] == nil }
            if missing.count < event.replies.count {
                // Half an answer: the event was decided, so the rest was owed even without an acknowledgement.
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

/// The faults that an oracle found.
struct OracleFindings: Sendable, Hashable {
    /// A reply that arrived more than once.
    struct Duplicate: Sendable, Hashable {
        /// The reply.
        let text: String
        /// Its places among all arrivals.
        let arrivals: [Int]
    }

    /// Acknowledged events without any reply.
    var lostEvents: [String] = []
    /// Replies that are missing although another reply to the same event arrived.
    var lostReplies: [String] = []
    /// Replies that arrived more than once.
    var duplicates: [Duplicate] = []
    /// Replies that arrived after a later reply to the same follower.
    var disorders: [String] = []
    /// Followers who got too many messages on one day, each with the day.
    var overQuota: [String] = []
    /// Messages that answer nothing, or went to somebody else.
    var strangers: [String] = []
}
