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
}

extension SeedResult {
    /// Runs one seed of the handover.
    init(handover seed: UInt64, steps limit: Int, mutant: HandoverMutant? = nil) {
        let world = HandoverWorld(seed: seed, mutant: mutant)
        self.seed = seed
        verdict = world.run(steps: limit)
        steps = world.steps
    }
}
