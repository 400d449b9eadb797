import DeliveryCore
import Foundation

/// Runs the delivery core through storms that a seed decides, and its mutants too (RELIABILITY F16).
@main
struct DeliverySimulation {
    static let usage = """
        usage: DeliverySimulation [--seeds N] [--steps N]       every seed keeps all promises, every mutant breaks one
               DeliverySimulation --seed N [--mutant NAME]      tells the story of one seed
        """

    static func main() async {
        guard let options = SimulationOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(usage)
            exit(64)
        }
        if let seed = options.seed { return tell(seed, options) }
        let isSafe = await runSeeds(options)
        let areCaught = options.mutant == nil ? await runMutants(options) : true
        exit(isSafe && areCaught ? 0 : 1)
    }

    private static func tell(_ seed: UInt64, _ options: SimulationOptions) {
        let world = World(seed: seed, mutant: options.mutant.flatMap(Mutant.named))
        world.story.isTold = true
        let verdict = world.run(steps: options.steps)
        for line in world.story.lines { print(line) }
        print(verdict == nil ? "seed \(seed): all promises kept" : "seed \(seed): broken")
        exit(verdict == nil ? 0 : 1)
    }

    private static func runSeeds(_ options: SimulationOptions) async -> Bool {
        let start = ContinuousClock.now
        let results = await concurrently(options.seeds) { seed in
            SeedResult(seed: UInt64(seed), steps: options.steps, mutant: options.mutant)
        }
        let time = ContinuousClock.now - start
        let broken = results.filter { $0.verdict != nil }
        for result in broken.prefix(10) { print("seed \(result.seed): \(result.verdict ?? "")") }
        if let first = broken.first { print("run it again with: --seed \(first.seed)") }
        let steps = results.reduce(0) { $0 + $1.steps }
        print("\(results.count) seeds, \(steps) steps, \(broken.count) with a broken promise, in \(time)")
        return broken.isEmpty
    }

    private static func runMutants(_ options: SimulationOptions) async -> Bool {
        let names = Mutant.all.map(\.name)
        let catches = await concurrently(names.count) { index in
            SeedResult.catching(names[index], seeds: 1_000, steps: options.steps)
        }
        for (name, result) in zip(names, catches) {
            print(
                "mutant \(name): \(result.map { "seed \($0.seed): \($0.verdict ?? "")" } ?? "NOT FOUND in 1000 seeds")"
            )
        }
        print("\(catches.count { $0 != nil }) of \(names.count) mutants found")
        return catches.allSatisfy { $0 != nil }
    }

    /// Does something for each number below `count` on all cores, and returns what came of it in order.
    private static func concurrently<Result: Sendable>(
        _ count: Int,
        _ work: @escaping @Sendable (Int) -> Result
    ) async -> [Result] {
        let lanes = max(1, ProcessInfo.processInfo.activeProcessorCount)
        return await withTaskGroup(of: [(Int, Result)].self) { group in
            for lane in 0..<lanes {
                group.addTask { stride(from: lane, to: count, by: lanes).map { ($0, work($0)) } }
            }
            var results: [(Int, Result)] = []
            for await lane in group { results += lane }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
