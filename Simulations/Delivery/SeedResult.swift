/// What came of one seed.
struct SeedResult: Sendable {
    let seed: UInt64
    /// Steps that the cores made.
    let steps: Int
    /// The first promise that was broken.
    let verdict: String?

    /// Runs one seed.
    init(seed: UInt64, steps limit: Int, mutant: String? = nil) {
        let world = World(seed: seed, mutant: mutant.flatMap(Mutant.named))
        self.seed = seed
        verdict = world.run(steps: limit)
        steps = world.steps
    }

    /// The first seed, of so many, that finds a mutant.
    static func catching(_ mutant: String, seeds: Int, steps: Int) -> SeedResult? {
        for seed in 0..<UInt64(seeds) {
            let result = SeedResult(seed: seed, steps: steps, mutant: mutant)
            if result.verdict != nil { return result }
        }
        return nil
    }
}
