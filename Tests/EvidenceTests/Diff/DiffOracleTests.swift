import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

/// A diff equals the comparison of two full replays, one event at a time, with everything in memory.
@Suite(.timeLimit(.minutes(5)), .watched)
struct DiffOracleTests {
    /// `REPLYBOT_DIFF=50x20000` compares so many pairs of rule sets on so many events.
    static let size: (pairs: Int, events: Int) = {
        let parts = (ProcessInfo.processInfo.environment["REPLYBOT_DIFF"] ?? "6x3000").split(separator: "x")
            .compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : (6, 3_000)
    }()

    @Test(arguments: 1...size.pairs)
    func `a diff equals the comparison of two full replays`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let rules = GeneratedRules(using: &generator)
        let (oldText, newText) = (rules.yaml, rules.changed(using: &generator).yaml)
        let (old, new) = (try RuleSet.load(yaml: oldText), try RuleSet.load(yaml: newText))
        let traffic = GeneratedTraffic.entries(Self.size.events, followers: 120, days: 14, using: &generator)

        var diff = RuleDiff(old: DiffSide(name: "old", rules: old), new: DiffSide(name: "new", rules: new))
        var unknown = 0
        for entry in traffic {
            if let (verdict, _) = diff.take(entry), case .unknown = verdict { unknown += 1 }
        }
        let result = diff.finish()
        let oracle = ReplayedPair(old: old, new: new, traffic: traffic)

        #expect(result.counts.total == oracle.compared, "seed \(seed)")
        #expect(result.counts.unknown == unknown)
        #expect(result.undecided == oracle.undecided, "seed \(seed)")
        #expect(result.followers == oracle.followers, "seed \(seed)")
        #expect(result.oldMessages.days == oracle.oldDays, "seed \(seed)")
        #expect(result.newMessages.days == oracle.newDays, "seed \(seed)")

        // What is known is what the replays say, event by event.
        var again = RuleDiff(old: DiffSide(name: "old", rules: old), new: DiffSide(name: "new", rules: new))
        var known = Set<Int>()
        for entry in traffic {
            guard let (verdict, difference) = again.take(entry) else {
                #expect(oracle.lines[entry.number] == nil, "seed \(seed), entry \(entry.number)")
                continue
            }
            let line = try #require(oracle.lines[entry.number], "seed \(seed), entry \(entry.number)")
            #expect(difference?.name == line.difference, "seed \(seed), entry \(entry.number)")
            if case .unknown = verdict { continue }
            known.insert(entry.number)
        }
        let expected = oracle.tables(of: known)
        #expect(result.pairs.map(\.pair.name).sorted() == expected.keys.sorted(), "seed \(seed)")
        for pair in result.pairs {
            let table = try #require(expected[pair.pair.name])
            #expect(pair.events == table.events, "seed \(seed) \(pair.pair.name)")
            #expect(pair.followers == table.followers.count, "seed \(seed) \(pair.pair.name)")
            let parts = pair.followUps.parts.filter { $0.count > 0 }.map { ($0.code, $0.count) }
            #expect(Dictionary(uniqueKeysWithValues: parts) == table.followUps, "seed \(seed) \(pair.pair.name)")
            #expect(pair.samples.reduce(0) { $0 + $1.events } == pair.events, "seed \(seed)")
        }
    }
}

extension AnswerPair {
    var name: String { "\(kind.rawValue): \(old.code) > \(new.code)" }
}

/// Two replays, kept whole and compared in the plainest way.
private struct ReplayedPair {
    struct Line {
        let entry: TrafficEntry
        let user: String
        let was: Decision
        let difference: String?
    }

    struct Table {
        var events = 0
        var followers: Set<String> = []
        var followUps: [String: Int] = [:]
    }

    let old: RuleSet
    let new: RuleSet
    var traffic: [TrafficEntry]
    var lines: [Int: Line] = [:]
    var undecided = 0
    var oldDays: [Int: Int] = [:]
    var newDays: [Int: Int] = [:]

    var compared: Int { lines.count }
    var followers: Int { Set(lines.values.map(\.user)).count }

    init(old: RuleSet, new: RuleSet, traffic: [TrafficEntry]) {
        self.old = old
        self.new = new
        self.traffic = traffic
        let (before, after) = (Self.replay(old, traffic), Self.replay(new, traffic))
        var (oldCounts, newCounts): ([String: Int], [String: Int]) = ([:], [:])
        for entry in traffic {
            guard case .event(let event) = entry.action else { continue }
            guard let was = before[entry.number], let now = after[entry.number] else {
                undecided += 1
                continue
            }
            let day = "\(event.follower.user) \(Int((entry.at.timeIntervalSince1970 + 28_800) / 86_400))"
            oldCounts[day, default: 0] += was.messages.count
            newCounts[day, default: 0] += now.messages.count
            lines[entry.number] = Line(
                entry: entry,
                user: event.follower.user,
                was: was,
                difference: difference(was, now)
            )
        }
        for count in oldCounts.values { oldDays[count, default: 0] += 1 }
        for count in newCounts.values { newDays[count, default: 0] += 1 }
    }

    /// All decisions by the number of their entry, with each follower's state carried along.
    private static func replay(_ rules: RuleSet, _ traffic: [TrafficEntry]) -> [Int: Decision] {
        var decisions: [Int: Decision] = [:]
        var states: [String: ContactState] = [:]
        var keys: Set<EventKey> = []
        var scratch = rules.makeScratch()
        for entry in traffic {
            switch entry.action {
            case .handoff(let follower, let until): states[follower.user, default: ContactState()].handoffUntil = until
            case .event(let event):
                if keys.contains(event.key) { continue }
                keys.insert(event.key)
                if event.isStale { continue }
                let state = states[event.follower.user] ?? ContactState()
                let decision = rules.decide(event.event, state: state, at: entry.at, using: &scratch)
                states[event.follower.user] = decision.state
                decisions[entry.number] = decision
            default: continue
            }
        }
        return decisions
    }

    private func difference(_ was: Decision, _ now: Decision) -> String? {
        let (one, other) = (code(was), code(now))
        let isCalled = handsOff(now, in: new) && !handsOff(was, in: old)
        let kind: String? =
            if one.hasPrefix("silent:") {
                if other.hasPrefix("silent:") {
                    nil
                } else if isCalled {
                    "person"
                } else {
                    other == "fallback" ? "other_rule" : "gained"
                }
            } else if other.hasPrefix("silent:") {
                other == "silent:unmatched" && one != "fallback" ? "lost" : "silent"
            } else if isCalled {
                "person"
            } else if one == other {
                if handsOff(was, in: old) && !handsOff(now, in: new) {
                    "other_rule"
                } else {
                    was.texts == now.texts ? nil : "text"
                }
            } else if other == "fallback" {
                "lost"
            } else {
                one == "fallback" ? "gained" : "other_rule"
            }
        return kind.map { "\($0): \(one) > \(other)" }
    }

    private func code(_ decision: Decision) -> String {
        switch decision.outcome {
        case .replied(let rule): rule
        case .silent(let reason): "silent:\(reason.rawValue)"
        }
    }

    private func handsOff(_ decision: Decision, in rules: RuleSet) -> Bool {
        guard case .replied = decision.outcome else { return false }
        return decision.candidates.contains { candidate in
            [.won, .firedAlso].contains(candidate.fate)
                && rules.rules.contains { $0.id == candidate.rule && $0.cases.contains { $0.handoff != nil } }
        }
    }

    /// The kinds of changes among some entries, with what their followers did next.
    func tables(of known: Set<Int>) -> [String: Table] {
        var tables: [String: Table] = [:]
        var later: [String: [TrafficEntry]] = [:]
        for entry in traffic {
            switch entry.action {
            case .event(let event): later[event.follower.user, default: []].append(entry)
            case .handoff(let follower, _): later[follower.user, default: []].append(entry)
            default: break
            }
        }
        for number in known {
            guard let line = lines[number], let difference = line.difference else { continue }
            tables[difference, default: Table()].events += 1
            tables[difference]?.followers.insert(line.user)
            let followUp = followUp(after: line, among: later[line.user] ?? [])
            tables[difference]?.followUps[followUp, default: 0] += 1
        }
        return tables
    }

    private func followUp(after first: Line, among entries: [TrafficEntry]) -> String {
        let isCalled = code(first.was) == "silent:handoff" || callsPerson(first.was)
        for entry in entries where entry.number > first.entry.number {
            if entry.at >= first.entry.at + 600 { break }
            if case .handoff(_, let until) = entry.action {
                if until == nil { continue }
                return isCalled ? "content" : "asked_for_person"
            }
            guard case .event(let event) = entry.action, let was = lines[entry.number]?.was else { continue }
            switch event.event.kind {
            case .text, .image, .click: break
            default: continue
            }
            let taken = was.winner.flatMap { winner in old.rules.first { $0.id == winner.rule } }
            let isBlocked = ["silent:handoff", "silent:loop", "silent:resumed"].contains(code(was))
            if !isBlocked, taken?.condition.asked != nil { return "content" }
            if callsPerson(was) { return "asked_for_person" }
            if code(was) == "silent:handoff" { return isCalled ? "content" : "asked_for_person" }
            return isBlocked || taken != nil ? "asked_again" : "met_fallback"
        }
        return (traffic.last?.at ?? first.entry.at) >= first.entry.at + 600 ? "content" : "recording_ended"
    }

    /// Whether a rule that took the message, or answered beside it, hands off in any case.
    private func callsPerson(_ decision: Decision) -> Bool {
        if ["silent:handoff", "silent:loop", "silent:resumed"].contains(code(decision)) { return false }
        let taking = [decision.winner].compactMap(\.self) + decision.candidates.filter { $0.fate == .firedAlso }
        return taking.contains { candidate in
            old.rules.contains { $0.id == candidate.rule && $0.cases.contains { $0.handoff != nil } }
        }
    }
}
