import BotCore
import Foundation

/// One process: a core and its shell.
///
/// The mutants that are shells override one of its methods.
class SimulatedNode {
    let id: Int
    unowned let world: World
    private(set) var life: NodeLife
    private var core: DeliveryCore
    private var random: SplitMix64
    private var awakeAt = 0.0
    private var isAlive = false
    /// Whether the leases of the last life are released: nothing may be claimed before that.
    private var hasBegun = false
    private var isExecuting = false
    private var effects: [DeliveryEffect] = []
    /// The number of the latest alarm.
    var alarm = 0
    /// The token of the latest claim of each reply.
    var tokens: [ReplyID: UInt64] = [:]
    /// The facts that came with the claim that is reported to the core, and when they were read.
    var claimedFacts: [ReplyID: (facts: DeliveryFacts, at: Double)] = [:]
    /// How far the node's own clock was set during a stall.
    var ownClockOffset = 0.0

    required init(id: Int, world: World) {
        self.id = id
        self.world = world
        life = NodeLife(node: id, number: 0)
        core = DeliveryCore(policy: world.scenario.policy)
        random = SplitMix64(seed: world.seed &+ UInt64(id))
    }

    /// Whether it runs now.
    var isAwake: Bool { isAlive && world.now >= awakeAt }

    /// Whether its core runs.
    var isReady: Bool { isAwake && hasBegun }

    // MARK: Overridden by mutants

    /// The clocks now.
    func reading() -> ClockReading {
        ClockReading(wall: world.wall, monotonic: .seconds(world.now))
    }

    /// The time of a claim as reported to the core.
    func claimTime(asked: ClockReading) -> ClockReading { asked }

    /// Whether a request may still be begun.
    func mayBegin(until: Duration) -> Bool { reading().monotonic < until }

    /// An event as reported to the core; nil to lose it.
    func translated(_ event: DeliveryEvent) -> DeliveryEvent? { event }

    /// Whether a request names the event.
    func names(event: Bool) -> Bool { event }

    /// Whether it acknowledges an event before the store has it.
    var acknowledgesFirst: Bool { false }

    /// The facts about a follower.
    func facts(of user: Int) -> DeliveryFacts {
        let until = world.handoffs[user].map { world.wall.addingTimeInterval($0.until - world.now) }
        return DeliveryFacts(lastInteraction: world.wall, handoffUntil: until)
    }

    // MARK: Its life

    /// Begins a new life.
    func start() {
        guard !isAlive else { return }
        isAlive = true
        life = NodeLife(node: id, number: life.number + 1)
        core = DeliveryCore(policy: world.scenario.policy)
        effects = []
        hasBegun = false
        tokens = [:]
        world.tell("node \(id) starts")
        begin()
    }

    /// Ends its life at once.
    func die() {
        // A step of the clock that is forgotten before the store follows it is never made good.
        guard isAlive, !world.isClockAhead else { return }
        world.tell("node \(id) is killed")
        end(restartAfter: world.random.number(2...8))
    }

    /// Stalls for a while.
    func stall() {
        awakeAt = world.now + (world.random.chance(0.5) ? world.random.number(0.1...9) : world.random.number(25...70))
        if world.random.chance(0.5) { ownClockOffset -= 3_600 }
        world.tell("node \(id) stands still until \(awakeAt)")
        let life = self.life
        world.after(awakeAt - world.now) { [self] _ in
            if life == self.life { execute() }
        }
    }

    /// Ends its life in order.
    func close() {
        guard hasBegun else { return die() }
        world.tell("node \(id) closes")
        tell(.closing)
        let life = self.life
        world.after(20) { [self] _ in
            if life == self.life, isAlive { die() }
        }
    }

    /// Ends a stall.
    func recover() {
        awakeAt = min(awakeAt, world.now)
        if isAlive { execute() }
    }

    private func end(restartAfter seconds: Double) {
        isAlive = false
        world.oracle.ended(life)
        life = NodeLife(node: id, number: life.number + 1)
        world.after(seconds) { [self] _ in start() }
    }

    private func begin() {
        let now = reading().wall
        world.call(from: self) { [id] store in
            store.releaseLeases(owner: id, now: now)
            return store.events.keys.filter { !store.decided.contains($0) }.sorted()
        } then: { [self] undecided in
            guard let undecided else {
                let life = self.life
                return world.after(1) { [self] _ in whenAwake(in: life) { [self] in begin() } }
            }
            hasBegun = true
            for event in undecided { decide(event) }
            tell(.woken)
        }
    }

    // MARK: The shell

    /// Runs `action` as soon as it is awake, in the same life only.
    func whenAwake(in life: NodeLife, _ action: @escaping () -> Void) {
        guard isAlive, life == self.life else { return }
        if isAwake { return action() }
        world.after(awakeAt - world.now + 0.001) { [self] _ in whenAwake(in: life, action) }
    }

    /// Reports an event to the core and carries out the effects.
    func tell(_ event: DeliveryEvent) {
        guard hasBegun, let event = translated(event) else { return }
        world.steps += 1
        effects += core.step(event, at: reading(), random: &random).flatMap(answer)
        execute()
    }

    /// Answers a question about the follower of a new claim at once; a death or stall comes before or after.
    private func answer(_ effect: DeliveryEffect) -> [DeliveryEffect] {
        guard case .readFacts(let number) = effect, let (facts, time) = claimedFacts[number] else { return [effect] }
        world.oracle.asked(number, by: life, at: time)
        guard let event = translated(.facts(number, facts)) else { return [] }
        return core.step(event, at: reading(), random: &random)
    }

    private func execute() {
        guard !isExecuting else { return }
        isExecuting = true
        defer { isExecuting = false }
        while isAwake, !effects.isEmpty {
            perform(effects.removeFirst())
            if !world.isCalm, world.random.chance(world.scenario.deaths) { die() }
            if !world.isCalm, isAlive, world.random.chance(world.scenario.stalls) { stall() }
        }
        if isAlive, core.isClosed {
            world.oracle.closed(life, store: world.store)
            world.tell("node \(id) has closed")
            end(restartAfter: world.random.number(1...5))
        }
    }
}

/// One life of a node, from its start to its end.
struct NodeLife: Hashable {
    let node: Int
    let number: Int
}
