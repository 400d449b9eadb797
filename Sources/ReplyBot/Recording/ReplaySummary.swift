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
        total.followers += tally.followers.count
        var followers = Array(repeating: 0, count: tally.counts.count)
        for answers in tally.followers.values {
            for answer in answers { followers[answer] += 1 }
        }
        for (answer, number) in tally.numbers {
            answers[answer, default: Count()].events += tally.counts[number]
            answers[answer, default: Count()].followers += followers[number]
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
    /// The answers that each follower got, by number.
    fileprivate private(set) var followers: [FollowerKey: [Int]] = [:]
    fileprivate private(set) var numbers: [DecisionOutcome: Int] = [:]
    /// The events by the answer's number.
    fileprivate private(set) var counts: [Int] = []
    fileprivate private(set) var refused: [String: Int] = [:]
    fileprivate private(set) var handshakes = 0
    fileprivate private(set) var signed = 0
    fileprivate private(set) var unsigned = 0
    fileprivate private(set) var handoffs = 0
    fileprivate private(set) var reloads = 0

    mutating func count(_ line: ReadLine, _ outcome: TrafficSimulation.Outcome?) {
        switch line.reading {
        case .action(.event(let event)):
            count(answer(of: outcome), to: event.follower)
        case .action(.handoff):
            handoffs += 1
            return
        case .action(.reload):
            reloads += 1
            return
        case .header: return
        case .gatewayCheck: handshakes += 1
        case .refused(let refusal): refused[refusal.code, default: 0] += 1
        }
        if line.isSigned { signed += 1 } else { unsigned += 1 }
    }

    private func answer(of outcome: TrafficSimulation.Outcome?) -> DecisionOutcome {
        switch outcome {
        case .decided(let decision, _): decision.outcome
        case .undecided(let reason): .silent(reason)
        case nil: .silent(.unmatched)
        }
    }

    private mutating func count(_ answer: DecisionOutcome, to follower: FollowerKey) {
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
        if !followers[follower, default: []].contains(number) { followers[follower, default: []].append(number) }
    }
}
