import Foundation

/// How fast a follower writes and is answered, against floods and loops between two bots (RULES C4, step 2).
///
/// A few moments and one number; nothing of what was written. Where the clock goes back, moments that lie ahead of it
/// count as now, so that a minute may seem longer but never shorter.
public struct ContactPace: Sendable, Hashable, Codable {
    /// The time over which events and answers are counted, in seconds.
    static let minute: TimeInterval = 60
    /// So many events within a minute are taken for a loop.
    static let loopCount = 20
    /// How long a loop mutes the bot, in seconds.
    static let muting: TimeInterval = 600
    /// How long the same answer to the same text is not given again, in seconds.
    static let repetition: TimeInterval = 10

    /// The last events within a minute, the oldest first.
    private(set) var events: [Date] = []
    /// The last answered events within a minute, the oldest first.
    private(set) var answers: [Date] = []
    /// What the last answer was given to.
    private(set) var lastAnswer: UInt32?
    /// Until when nothing at all is said.
    private(set) var mutedUntil: Date?

    /// Nothing came yet.
    init() {}

    /// Whether nothing at all is said at the moment.
    var isMuted: Bool { mutedUntil != nil }

    /// Counts an event, and mutes the bot when it came within a loop.
    mutating func noteEvent(at now: Date) {
        Self.forgetOld(&events, at: now)
        Self.forgetOld(&answers, at: now)
        events.append(now)
        if answers.isEmpty { lastAnswer = nil }
        let latestEnd = now + Self.muting
        mutedUntil = mutedUntil.flatMap { $0 > now ? min($0, latestEnd) : nil }
        if mutedUntil == nil, events.count >= Self.loopCount { mutedUntil = latestEnd }
    }

    /// Takes back the event that was counted last: a person answers it, and no bot.
    mutating func forgetEvent() {
        if !events.isEmpty { events.removeLast() }
    }

    /// Why the event is not to be answered; nil when it may be.
    func refusal(of answer: UInt32?, perMinute: Int, at now: Date) -> SilenceReason? {
        if let answer, answer == lastAnswer, let last = answers.last, now.timeIntervalSince(last) < Self.repetition {
            return .repeated
        }
        return answers.count >= perMinute ? .flood : nil
    }

    /// Counts an answer; `answer` tells what was answered, and how, from anything else.
    mutating func noteAnswer(_ answer: UInt32?, at now: Date) {
        answers.append(now)
        lastAnswer = answer
    }

    /// Leaves the moments that are less than a minute ago, and no more than it takes to see a loop.
    private static func forgetOld(_ moments: inout [Date], at now: Date) {
        guard let last = moments.last else { return }
        if last > now { moments = moments.map { min($0, now) } }
        let recent = moments.firstIndex { now.timeIntervalSince($0) < minute } ?? moments.count
        let old = max(recent, moments.count - loopCount + 1)
        if old > 0 { moments.removeFirst(old) }
    }
}
