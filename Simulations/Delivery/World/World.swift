import BotCore
import Foundation

/// One seed's world: the clocks, the store, the platform, the nodes, and what befalls them.
final class World {
    typealias Happening = (World) -> Void

    let seed: UInt64
    let mutant: Mutant?
    let scenario: Scenario
    let store: SimulatedStore
    let oracle: Oracle
    var random: SplitMix64
    var now = 1.0
    var agenda = Agenda<Happening>()
    var gateway = SimulatedGateway()
    var nodes: [SimulatedNode] = []
    var story = Story()
    /// Steps of any core so far.
    var steps = 0
    /// Whether nothing goes wrong any more.
    var isCalm = false
    /// The difference between the wall clock and the truth.
    var wallOffset = 0.0
    /// Until when the store fails.
    var storeFailsUntil = 0.0
    /// When a person talks to a follower.
    var handoffs: [Int: Handoff] = [:]
    /// Whether the wall clock was set, and the store does not follow yet.
    var isClockAhead = false
    /// When the wall clock was last set.
    var clockSet = -1.0
    var eventCount = 0

    /// The world that a seed decides.
    convenience init(seed: UInt64, mutant: Mutant?) {
        var random = SplitMix64(seed: seed)
        let scenario = Scenario(random: &random)
        self.init(scenario, random: random, seed: seed, mutant: mutant)
    }

    /// A world of which the scenario is given.
    init(_ scenario: Scenario, random: SplitMix64, seed: UInt64, mutant: Mutant? = nil) {
        self.seed = seed
        self.mutant = mutant
        self.random = random
        oracle = Oracle(scenario: scenario)
        var scenario = scenario
        mutant?.change(&scenario.policy)
        self.scenario = scenario
        store = (mutant?.store ?? SimulatedStore.self).init(policy: scenario.policy.onAmbiguous)
        store.onInterruption = { [oracle] in oracle.interrupted($0) }
        store.onDeath = { [oracle] in oracle.released($0, wasUnderWay: $1) }
        nodes = (0..<scenario.nodes).map { (mutant?.node ?? SimulatedNode.self).init(id: $0, world: self) }
    }

    /// The time by the clock that the store goes by.
    var wall: Date { Date(timeIntervalSinceReferenceDate: 800_000_000 + now + wallOffset) }

    /// Puts something down for later.
    func after(_ seconds: Double, _ happening: @escaping Happening) {
        agenda.add(happening, at: now + seconds)
    }

    /// Has something done by the store, and goes on with what came of it; nil when the store failed.
    ///
    /// The caller may die before the call takes effect, and between that and hearing of it.
    func call<Result>(
        from node: SimulatedNode,
        _ change: @escaping (SimulatedStore) -> Result,
        then: @escaping (Result?) -> Void
    ) {
        let life = node.life
        after(random.number(0.001...0.02)) { world in
            guard node.life == life else { return }
            let result = world.now < world.storeFailsUntil ? nil : change(world.store)
            world.after(world.random.number(0.001...0.02)) { _ in
                node.whenAwake(in: life) { then(result) }
            }
        }
    }

    /// Tells the story, and the oracle's verdict as its last line.
    func tell(_ line: @autoclosure () -> String) {
        story.tell(line(), at: now)
    }
}
