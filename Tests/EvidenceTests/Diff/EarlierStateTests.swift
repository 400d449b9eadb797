import Foundation
import RuleEngine
import RuleTestSupport
import TestSupport
import Testing

@testable import Evidence

/// What a recording without its beginning cannot say, the diff says to be unknown.
@Suite(.timeLimit(.minutes(5)), .watched)
struct EarlierStateTests {
    /// The pairs of rule sets, and the events for each, as in `DiffOracleTests`.
    static let size = DiffOracleTests.size

    @Test(arguments: 1...size.pairs)
    func `an event that the missing beginning decides on is unknown, and few are`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed) &* 7_919)
        let rules = GeneratedRules(using: &generator)
        let old = DiffSide(name: "old", rules: try RuleSet.load(yaml: rules.yaml))
        let new = DiffSide(name: "new", rules: try RuleSet.load(yaml: rules.changed(using: &generator).yaml))
        let traffic = GeneratedTraffic.entries(Self.size.events, followers: 60, days: 21, using: &generator)
        let cut = Int.random(in: traffic.count / 10..<traffic.count / 3, using: &generator)

        var options = RuleDiff.Options()
        options.earlier = .strict
        var whole = RuleDiff(old: old, new: new, options: options)
        let truth = traffic.map { whole.take($0)?.difference ?? nil }
        var rest = RuleDiff(old: old, new: new, options: options)
        for index in cut..<traffic.count {
            guard let (verdict, difference) = rest.take(traffic[index]) else { continue }
            if case .unknown = verdict { continue }
            #expect(difference == truth[index], "seed \(seed), cut \(cut), entry \(index + 1)")
        }
        let counts = rest.finish().counts
        let share = Double(counts.unknown) / Double(counts.total)
        #expect(share < 0.2, "seed \(seed): \(share)")
        if ProcessInfo.processInfo.environment["REPLYBOT_DIFF"] != nil { print("seed \(seed): unknown \(share)") }
    }

    /// Without hand-offs, and right after many cuts, the other doubts stand alone.
    @Test(arguments: 1...size.pairs)
    func `each kind of doubt is found right after a cut`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed) &* 104_729)
        let rules = GeneratedRules(using: &generator).withoutHandoffs
        let old = DiffSide(name: "old", rules: try RuleSet.load(yaml: rules.yaml))
        let changed = rules.changed(using: &generator).withoutHandoffs
        let new = DiffSide(name: "new", rules: try RuleSet.load(yaml: changed.yaml))
        let traffic = GeneratedTraffic.entries(
            Self.size.events,
            followers: 6,
            days: 6,
            withHandoffs: false,
            using: &generator
        )
        var options = RuleDiff.Options()
        options.earlier.messages = .max
        var whole = RuleDiff(old: old, new: new, options: options)
        let truth = traffic.map { whole.take($0)?.difference ?? nil }
        for _ in 0..<40 {
            let cut = Int.random(in: 100..<traffic.count - 250, using: &generator)
            var rest = RuleDiff(old: old, new: new, options: options)
            for index in cut..<cut + 250 {
                guard let (verdict, difference) = rest.take(traffic[index]) else { continue }
                if case .unknown = verdict { continue }
                #expect(difference == truth[index], "seed \(seed), cut \(cut), entry \(index + 1)")
            }
        }
    }
}
