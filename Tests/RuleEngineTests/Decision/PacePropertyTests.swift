import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import RuleEngine

/// What holds of the pace whatever comes when, the clock going back included.
@Suite(.timeLimit(.minutes(5)), .watched)
struct PacePropertyTests {
    private static let rules = """
        rules: [{id: any, match: {regex: '.'}, reply: 好}]
        """

    /// One follower's events, on a clock that jumps.
    private struct Run {
        var conversation: DecisionConversation
        var generator: SeededGenerator
        var clock = 0.0
        /// How far the clock has gone forward in all.
        var passed = 0.0
        var answers: [Double] = []

        init(seed: UInt64) throws {
            conversation = try DecisionConversation(PacePropertyTests.rules)
            generator = SeededGenerator(seed: seed)
        }

        /// Moves the clock and sends one of a few texts.
        mutating func step(_ jumps: [Double]) -> Decision {
            let jump = (jumps.randomElement(using: &generator) ?? 0) * Double.random(in: 0.5...1, using: &generator)
            return say("\(Int.random(in: 0..<4, using: &generator))", after: jump)
        }

        mutating func say(_ text: String, after jump: Double) -> Decision {
            (clock, passed) = (clock + jump, passed + max(0, jump))
            conversation.state.sent = nil
            let event = RuleEvent(.text(text), userID: "u", messageID: "m")
            let now = DecisionConversation.moment().addingTimeInterval(clock)
            let decision = conversation.rules.decide(event, state: conversation.state, at: now)
            conversation.state = decision.state
            if !decision.messages.isEmpty { answers.append(passed) }
            return decision
        }
    }

    private static let jumps: [[Double]] = [
        [0, 0.1, 1], [1, 3, 6], [3, 6, 12], [0, 1, 6, 30], [1, 6, 30, -30], [0, 0, 1, -1], [2, 2, 2, 61, -61],
        [4, 5, 6, 600, -600], [1, 10, 100, -1_000, 5_000], [3, 3.5, 4, 86_400, -86_400],
    ]

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `never more than ten answers while a minute passes`(seed: UInt64) throws {
        var run = try Run(seed: seed)
        let jumps = Self.jumps[Int(seed) % Self.jumps.count]
        for _ in 0..<300 { _ = run.step(jumps) }
        for (first, eleventh) in zip(run.answers, run.answers.dropFirst(10)) {
            #expect(eleventh - first >= 59.999_999, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `after ten quiet minutes the bot answers`(seed: UInt64) throws {
        var run = try Run(seed: seed)
        let jumps = Self.jumps[Int(seed) % Self.jumps.count]
        for _ in 0..<20 {
            for _ in 0..<Int.random(in: 0...60, using: &run.generator) { _ = run.step(jumps) }
            #expect(run.say("还在吗", after: 600).name == "any", "seed \(seed)")
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `the state of a follower stays small, and holds no text`(seed: UInt64) throws {
        var run = try Run(seed: seed)
        let jumps = Self.jumps[Int(seed) % Self.jumps.count]
        for _ in 0..<200 {
            _ = run.say("悄悄话" + "\(Int.random(in: 0..<4, using: &run.generator))", after: 0)
            _ = run.step(jumps)
            let pace = try #require(run.conversation.state.pace)
            #expect(pace.events.count <= ContactPace.loopCount && pace.answers.count <= 10, "seed \(seed)")
        }
        let kept = try JSONEncoder().encode(run.conversation.state)
        #expect(kept.count < 1_000 && !String(decoding: kept, as: UTF8.self).contains("悄悄"))
    }

    /// The same said with everything that ever came, on a clock that only goes forward.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `the bot is silent for no other reason than the three`(seed: UInt64) throws {
        var run = try Run(seed: seed)
        let jumps = Self.jumps[Int(seed) % Self.jumps.count].filter { $0 >= 0 }
        var events: [Double] = []
        var answers: [(time: Double, text: String)] = []
        var mutedUntil = -1.0
        for step in 0..<300 {
            // Whole seconds, so that both count the same.
            let jump = (jumps.randomElement(using: &run.generator) ?? 0).rounded(.up)
            let text = "\(Int.random(in: 0..<3, using: &run.generator))"
            let now = run.clock + jump
            events.append(now)
            if mutedUntil <= now, events.count(where: { now - $0 < 60 }) >= 20 { mutedUntil = now + 600 }
            let expected: String
            if mutedUntil > now {
                expected = "(loop)"
            } else if let last = answers.last, last.text == text, now - last.time < 10 {
                expected = "(repeated)"
            } else if answers.count(where: { now - $0.time < 60 }) >= 10 {
                expected = "(flood)"
            } else {
                expected = "any"
                answers.append((now, text))
            }
            #expect(run.say(text, after: jump).name == expected, "seed \(seed), step \(step)")
        }
    }
}
