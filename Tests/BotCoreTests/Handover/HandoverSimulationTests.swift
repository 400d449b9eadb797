import TestSupport
import Testing

@testable import BotSimulation

/// A part of what `make simulate` runs with 10,000 seeds.
@Suite(.timeLimit(.minutes(5)), .watched)
struct HandoverSimulationTests {
    @Test func `no promise is broken in any storm`() {
        for seed in UInt64(0)..<100 {
            let result = SeedResult(handover: seed, steps: 200)
            #expect(result.verdict == nil, "seed \(seed)")
        }
    }

    @Test func `a seed tells the same story every time`() {
        let (first, second) = (HandoverWorld(seed: 3, mutant: nil), HandoverWorld(seed: 3, mutant: nil))
        first.story.isTold = true
        second.story.isTold = true
        #expect(first.run(steps: 200) == second.run(steps: 200))
        #expect(first.story.lines == second.story.lines)
        #expect(first.story.lines.count > 50)
    }
}
