import Foundation

/// The pace at which a follower writes and is answered, to stop floods and loops between two bots (RULES C4, step 2).
///
/// It holds a few moments and one hash, and no text. When the clock goes back, moments ahead of it count as now: a
/// minute may then seem longer, but never shorter.
public struct ContactPace: Sendable, Hashable, Codable {
    /// The window in which events and answers are counted, in seconds.
    static let minute: TimeInterval = 60
    /// The number of events within a minute that counts as a loop.
    package static let loopCount = 20
    /// The time for which a loop mutes the bot, in seconds.
    static let muting: TimeInterval = 600
    /// The time for which the same answer to the same text is not repeated, in seconds.
    static let repetition: TimeInterval = 10

    /// The latest events within a minute, the oldest first.
    private(set) var events: [Date] = []
    /// The latest answered events within a minute, the oldest first.
    private(set) var answers: [Date] = []
    /// The mark of the last answer.
    private(set) var lastAnswer: UInt32?
    /// The end of the silence after a loop.
    private(set) var mutedUntil: Date?

    init() {}

    /// Whether the bot is silent because of a loop, as of the last event.
    var isMuted: Bool { mutedUntil != nil }

    /// Counts an event, and mutes the bot when the events form a loop.
    mutating func noteEvent(at now: Date) {
        Self.forgetOld(&events, at: now)
        Self.forgetOld(&answers, at: now)
        events.append(now)
        if answers.isEmpty { lastAnswer = nil }
        let latestEnd = now + Self.muting
        mutedUntil = mutedUntil.flatMap { $0 > now ? min($0, latestEnd) : nil }
        if mutedUntil == nil, events.count >= Self.loopCount { mutedUntil = latestEnd }
    }

    /// Uncounts the last event, because a person answers it.
    mutating func forgetEvent() {
        if !events.isEmpty { events.removeLast() }
    }

    /// The reason to withhold an answer with this mark; nil when it may be given.
    func refusal(of mark: UInt32?, perMinute: Int, at now: Date) -> SilenceReason? {
        if let mark, mark == lastAnswer, let last = answers.last, now.timeIntervalSince(last) < Self.repetition {
            return .repeated
        }
        return answers.count >= perMinute ? .flood : nil
    }

    /// Counts an answer.
    mutating func noteAnswer(_ mark: UInt32?, at now: Date) {
        answers.append(now)
        lastAnswer = mark
    }

    /// Keeps the moments of the last minute, and no more than are needed to detect a loop.
    private static func forgetOld(_ moments: inout [Date], at now: Date) {
        guard let last = moments.last else { return }
        if last > now { moments = moments.map { min($0, now) } }
        let recent = moments.firstIndex { now.timeIntervalSince($0) < minute } ?? moments.count
        let old = max(recent, moments.count - loopCount + 1)
        if old > 0 { moments.removeFirst(old) }
    }
}
