import BotCore
import Foundation

/// Runs delivery, the handover and their mutants through storms that a seed decides (RELIABILITY F16).
@main
struct BotSimulation {
    static let usage = """
        usage: BotSimulation [--seeds N] [--steps N]                    every seed keeps all promises, every mutant breaks one
               BotSimulation [--handover] --seed N [--mutant NAME]      tells the story of one seed
        """

    static func main() async {
        guard let options = SimulationOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(usage)
            exit(64)
        }
        if let seed = options.seed {
            exit(options.isHandover ? tellHandover(seed, options: options) : tellDelivery(seed, options: options))
        }
        let delivery = await Trial(
            name: "delivery",
            mutants: Mutant.all.map(\.name),
            run: { SeedResult(seed: $0, steps: options.steps, mutant: $1) }
        )
        .run(options)
        let handover = await Trial(
            name: "handover",
            mutants: HandoverMutant.allCases.map(\.rawValue),
            run: { seed, mutant in
                SeedResult(handover: seed, steps: options.steps, mutant: mutant.flatMap(HandoverMutant.init))
            }
        )
        .run(options)
        exit(delivery && handover ? 0 : 1)
    }

    private static func tellDelivery(_ seed: UInt64, options: SimulationOptions) -> Int32 {
        let world = World(seed: seed, mutant: options.mutant.flatMap(Mutant.named))
        world.story.isTold = true
        return tell(seed, verdict: world.run(steps: options.steps), story: world.story)
    }

    private static func tellHandover(_ seed: UInt64, options: SimulationOptions) -> Int32 {
        let world = HandoverWorld(seed: seed, mutant: options.mutant.flatMap(HandoverMutant.init))
        world.story.isTold = true
        return tell(seed, verdict: world.run(steps: options.steps), story: world.story)
    }

    private static func tell(_ seed: UInt64, verdict: String?, story: Story) -> Int32 {
        for line in story.lines { print(line) }
        print(verdict.map { "seed \(seed): broken: \($0)" } ?? "seed \(seed): all promises kept")
        return verdict == nil ? 0 : 1
    }
}

/// One simulated machine: its seeds and its mutants.
struct Trial: Sendable {
    let name: String
    let mutants: [String]
    let run: @Sendable (_ seed: UInt64, _ mutant: String?) -> SeedResult

    /// Runs all seeds, then every mutant; true when no seed broke a promise and every mutant did.
    func run(_ options: SimulationOptions) async -> Bool {
        let start = ContinuousClock.now
        let results = await Self.concurrently(options.seeds) { run(UInt64($0), nil) }
        let time = ContinuousClock.now - start
        let broken = results.filter { $0.verdict != nil }
        for result in broken.prefix(10) { print("\(name), seed \(result.seed): \(result.verdict ?? "")") }
        let steps = results.reduce(0) { $0 + $1.steps }
        print("\(name): \(results.count) seeds, \(steps) steps, \(broken.count) with a broken promise, in \(time)")
        let catches = await Self.concurrently(mutants.count) { catching(mutants[$0], seeds: 1_000) }
        for (mutant, result) in zip(mutants, catches) {
            let found = result.map { "seed \($0.seed): \($0.verdict ?? "")" } ?? "NOT FOUND in 1000 seeds"
            print("\(name), mutant \(mutant): \(found)")
        }
        print("\(name): \(catches.count { $0 != nil }) of \(mutants.count) mutants found")
        return broken.isEmpty && catches.allSatisfy { $0 != nil }
    }

    /// The first of the seeds below `seeds` that finds a mutant.
    func catching(_ mutant: String, seeds: Int) -> SeedResult? {
        (0..<UInt64(seeds)).lazy.map { run($0, mutant) }.first { $0.verdict != nil }
    }

    /// Runs `work` for each number below `count` on all cores, and returns the results in order.
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

/// The command line of the simulation.
struct SimulationOptions {
    var seeds = 10_000
    var steps = 200
    /// The seed whose story is told.
    var seed: UInt64?
    /// The mutant to run.
    var mutant: String?
    /// Whether `seed` and `mutant` are of the handover.
    var isHandover = false

    /// Parses the command line; nil for a wrong one.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            if flag == "--handover" {
                isHandover = true
                continue
            }
            guard let value = rest.popFirst() else { return nil }
            switch flag {
            case "--seeds": seeds = Int(value) ?? seeds
            case "--steps": steps = Int(value) ?? steps
            case "--seed": seed = UInt64(value)
            case "--mutant": mutant = value
            default: return nil
            }
        }
        let names = isHandover ? HandoverMutant.allCases.map(\.rawValue) : Mutant.all.map(\.name)
        if let mutant, !names.contains(mutant) { return nil }
    }
}

/// The result of one seed.
struct SeedResult: Sendable {
    let seed: UInt64
    /// Steps of the machines.
    let steps: Int
    /// The first broken promise.
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
