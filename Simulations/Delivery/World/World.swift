import BotCore
import Foundation

/// One seed's world: the clocks, the store, the platform, the nodes and their faults.
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
    /// Whether the storm is over.
    var isCalm = false
    /// The difference between the wall clock and the truth.
    var wallOffset = 0.0
    /// The end of the store's present failure.
    var storeFailsUntil = 0.0
    /// The hand-off of each follower.
    var handoffs: [Int: Handoff] = [:]
    /// Whether the wall clock was set and the store has not followed yet.
    var isClockAhead = false
    /// When the wall clock was last set.
    var clockSet = -1.0
    var eventCount = 0

    /// The world of a seed.
    convenience init(seed: UInt64, mutant: Mutant?) {
        var random = SplitMix64(seed: seed)
        let scenario = Scenario(random: &random)
        self.init(scenario, random: random, seed: seed, mutant: mutant)
    }

    /// A world with a given scenario.
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

    /// The time by the store's clock.
    var wall: Date { Date(timeIntervalSinceReferenceDate: 800_000_000 + now + wallOffset) }

    /// Schedules something.
    func after(_ seconds: Double, _ happening: @escaping Happening) {
        agenda.add(happening, at: now + seconds)
    }

    /// Calls the store, and goes on with the result; nil when the store failed.
    ///
    /// The caller may die before the call takes effect, or between that and the answer.
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

/// The course of one seed: a storm in which no promise may be broken (safety), then calm in which everything must be
/// settled (liveness).
extension World {
    /// The time limit of the calm, in seconds.
    private static let patience = 420.0

    /// Runs the seed; returns the first broken promise, if any.
    func run(steps limit: Int) -> String? {
        defer { agenda = Agenda() }
        for node in nodes { node.start() }
        after(0) { $0.unfold() }
        while steps < limit, oracle.verdict == nil, let next = agenda.next() {
            now = next.time
            next.entry(self)
        }
        if oracle.verdict == nil { calmDown() }
        if let verdict = oracle.verdict { tell("BROKEN: \(verdict)") }
        return oracle.verdict
    }

    /// Runs the agenda for so many seconds.
    func run(seconds: Double) {
        let end = now + seconds
        for node in nodes { node.start() }
        while oracle.verdict == nil, let next = agenda.next(), next.time < end {
            now = next.time
            next.entry(self)
        }
    }

    private func calmDown() {
        makeCalm()
        let deadline = now + Self.patience
        let stepLimit = steps + 20_000
        while oracle.verdict == nil, steps < stepLimit, let next = agenda.next(), next.time < deadline {
            now = next.time
            next.entry(self)
            if isDone { break }
        }
        guard oracle.verdict == nil else { return }
        oracle.judge(store)
    }

    private var isDone: Bool {
        store.decided.count == store.events.count && !store.replies.contains(where: \.isOpen)
    }

    private func makeCalm() {
        tell("calm")
        isCalm = true
        gateway.weather = .fair
        storeFailsUntil = 0
        handoffs = [:]
        for node in nodes { node.recover() }
        for fresh in 0..<3 {
            after(2) { $0.receive(user: 100 + fresh, drafts: [ReplyDraft(lifetime: 400)]) }
        }
    }
}
