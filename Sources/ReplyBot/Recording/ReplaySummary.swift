internal import Evidence
package import RuleEngine

/// The results of a replay by rule and by reason of silence.
package struct ReplaySummary: Sendable, Hashable {
    /// The events with one answer, and their followers.
    package struct Count: Sendable, Hashable {
        package var events = 0
        package var followers = 0
    }

    /// The events that were given to the rules, or came again or too late.
    package private(set) var total = Count()
    package private(set) var answers: [DecisionOutcome: Count] = [:]
    /// The refused requests by reason.
    package private(set) var refused: [String: Int] = [:]
    /// The console's handshakes.
    package private(set) var handshakes = 0
    /// The signed requests, and the events without one.
    package private(set) var signed = 0
    package private(set) var unsigned = 0
    /// The hand-offs and ends of hand-offs by operators.
    package private(set) var handoffs = 0
    package private(set) var reloads = 0

    /// Requests and events of all kinds.
    package var requests: Int { signed + unsigned }

    /// Adds the results of other followers.
    mutating func add(_ tally: ReplayTally) {
        total.events += tally.events
        let followers = tally.followerCounts
        total.followers += followers.all
        for (answer, number) in tally.numbers {
            answers[answer, default: Count()].events += tally.counts[number]
            answers[answer, default: Count()].followers += followers.byAnswer[number]
        }
        refused.merge(tally.refused, uniquingKeysWith: +)
        handshakes += tally.handshakes
        signed += tally.signed
        unsigned += tally.unsigned
        handoffs += tally.handoffs
        reloads += tally.reloads
    }
}

/// Counts the results of some followers.
struct ReplayTally: Sendable {
    fileprivate private(set) var events = 0
    /// Of the first answers, those that each follower got, a bit for each; the last bit is for all others.
    private var firstAnswers: [UInt64] = []
    /// The other answers that followers got.
    private var laterAnswers: Set<FollowersAnswer> = []
    fileprivate private(set) var numbers: [DecisionOutcome: Int] = [:]
    /// The events by the answer's number.
    fileprivate private(set) var counts: [Int] = []
    fileprivate private(set) var refused: [String: Int] = [:]
    fileprivate private(set) var handshakes = 0
    fileprivate private(set) var signed = 0
    fileprivate private(set) var unsigned = 0
    fileprivate private(set) var handoffs = 0
    fileprivate private(set) var reloads = 0

    /// Counts an event that a follower with a number got an answer to.
    mutating func count(_ answer: DecisionOutcome, of follower: Int) {
        let number: Int
        if let known = numbers[answer] {
            number = known
        } else {
            number = counts.count
            numbers[answer] = number
            counts.append(0)
        }
        counts[number] += 1
        events += 1
        if follower >= firstAnswers.count {
            firstAnswers += Array(repeating: 0, count: follower - firstAnswers.count + 1)
        }
        firstAnswers[follower] |= 1 << UInt64(min(number, Self.lastBit))
        if number >= Self.lastBit { laterAnswers.insert(FollowersAnswer(follower: follower, answer: number)) }
    }

    /// Counts a line that is no event for the rules.
    mutating func count(_ reading: TrafficReader.Reading) {
        switch reading {
        case .action(.handoff): handoffs += 1
        case .action(.reload): reloads += 1
        case .gatewayCheck: handshakes += 1
        case .refused(let refusal): refused[refusal.code, default: 0] += 1
        case .action(.event), .header: break
        }
    }

    /// Counts a request by whether it is signed.
    mutating func countRequest(isSigned: Bool) {
        if isSigned { signed += 1 } else { unsigned += 1 }
    }

    /// The number of all followers, and of those who got each answer.
    fileprivate var followerCounts: (all: Int, byAnswer: [Int]) {
        var byAnswer = Array(repeating: 0, count: counts.count)
        for answers in firstAnswers {
            var rest = answers & ~(1 << UInt64(Self.lastBit))
            while rest > 0 {
                byAnswer[rest.trailingZeroBitCount] += 1
                rest &= rest - 1
            }
        }
        for later in laterAnswers { byAnswer[later.answer] += 1 }
        return (firstAnswers.count { $0 > 0 }, byAnswer)
    }

    private static let lastBit = 63
}

private struct FollowersAnswer: Hashable {
    let follower: Int
    let answer: Int
}
