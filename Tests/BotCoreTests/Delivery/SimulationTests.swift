import TestSupport
import Testing

@testable import BotSimulation

/// A part of what `make simulate` runs with 10,000 seeds.
@Suite(.timeLimit(.minutes(5)), .watched)
struct SimulationTests {
    @Test(arguments: 0..<20)
    func `no promise is broken in any storm`(hundred: Int) {
        for seed in (hundred * 10)..<(hundred * 10 + 10) {
            let result = SeedResult(seed: UInt64(seed), steps: 200)
            #expect(result.verdict == nil, "seed \(seed)")
        }
    }

    @Test(arguments: Mutant.all.map(\.name))
    func `every mutant breaks a promise within a thousand seeds`(mutant: String) {
        let first = (UInt64(0)..<1_000).first { SeedResult(seed: $0, steps: 200, mutant: mutant).verdict != nil }
        #expect(first != nil)
    }

    @Test func `a seed tells the same story every time`() {
        let first = World(seed: 3, mutant: nil)
        let second = World(seed: 3, mutant: nil)
        first.story.isTold = true
        second.story.isTold = true
        #expect(first.run(steps: 200) == second.run(steps: 200))
        #expect(first.story.lines == second.story.lines)
        #expect(first.story.lines.count > 50)
    }
}
