import BotCore

/// An event as the machine sees it.
struct SimulatedItem: HandoverItem {
    let id: Int
    let follower: String
}

/// One journal, one process at a time, and the faults that a seed decides: kills at any moment and in bursts, during
/// recovery too; decisions that end the process; a store that fails, keeps what it reported as failed, or reports an event
/// late or twice.
///
/// The process stands for the real shell: its calls to the store take time, and the answers are lost with it.
final class HandoverWorld {
    typealias Core = Handover<SimulatedItem>
    typealias Happening = (HandoverWorld) -> Void

    /// The time limit of the calm, in seconds.
    private static let patience = 120.0

    let mutant: HandoverMutant?
    let oracle = HandoverOracle()
    var random: SplitMix64
    var story = Story()
    /// Steps of any machine so far.
    private(set) var steps = 0
    private var now = 0.0
    private var agenda = Agenda<Happening>()
    private var isCalm = false
    private let limits: Core.Limits
    private let followers: Int
    private let poison: Double
    /// The chance of an event to be reported late, and of one to be reported twice.
    private let misreports: Double

    // The store, which survives every process.
    private var rows: [JournalRow] = []
    private var storeFailsUntil = 0.0
    /// The marks of the in-flight file, and the life they belong to.
    private var marks: Set<Int> = []
    private var marksLife = 0

    // The process.
    private var core = Core()
    private var life = 0
    private var isAlive = false
    private var isClosing = false
    /// Events inside their pure decision now.
    private var inside: Set<Int> = []
    /// When the last report reaches the machine; reports keep their order.
    private var lastReport = 0.0
    private var reads = 0

    init(seed: UInt64, mutant: HandoverMutant?) {
        self.mutant = mutant
        var random = SplitMix64(seed: seed)
        var limits = Core.Limits()
        limits.partitions = random.number(1...4)
        limits.queue = random.number(1...4)
        limits.page = random.number(1...6)
        limits.tail = random.number(1...4)
        bound = limits.partitions * limits.queue + limits.page + limits.tail
        switch mutant {
        case .oneDeath: limits.deaths = 1
        case .fourDeaths: limits.deaths = 4
        case .unbounded: limits.queue = 10_000
        default: break
        }
        self.limits = limits
        followers = random.number(1...6)
        poison = random.chance(0.5) ? 0 : random.number(0.01...0.1)
        misreports = random.chance(0.5) ? 0 : 0.03
        self.random = random
    }

    private let bound: Int

    /// Runs a storm of so many steps and the calm after it; returns the first broken promise.
    func run(steps limit: Int) -> String? {
        defer { agenda = Agenda() }
        start()
        after(0) { $0.unfold() }
        while steps < limit, oracle.verdict == nil, let next = agenda.next() {
            now = next.time
            next.entry(self)
        }
        if oracle.verdict == nil { calmDown() }
        if let verdict = oracle.verdict { tell("BROKEN: \(verdict)") }
        return oracle.verdict
    }

    private func calmDown() {
        tell("calm")
        isCalm = true
        storeFailsUntil = 0
        reads = 0
        report(.storeRecovered, unless: .recoveryUnreported)
        for _ in 0..<3 { after(random.number(0.1...2)) { $0.receive() } }
        let (deadline, stepLimit) = (now + Self.patience, steps + 20_000)
        while oracle.verdict == nil, steps < stepLimit, let next = agenda.next(), next.time < deadline {
            now = next.time
            next.entry(self)
        }
        guard oracle.verdict == nil else { return }
        oracle.judge(rows, isOpen: core.isOpen)
        // Each start, release or overflow reads the journal about once.
        let pages = rows.count / limits.page + 2
        oracle.require(reads <= 40 * pages + rows.count, "\(reads) reads of the journal for \(rows.count) events")
    }

    private func after(_ seconds: Double, _ happening: @escaping Happening) {
        agenda.add(happening, at: now + seconds)
    }

    private func tell(_ line: @autoclosure () -> String) {
        story.tell(line(), at: now)
    }
}

// MARK: - The storm

extension HandoverWorld {
    private func unfold() {
        guard !isCalm else { return }
        switch random.number(0...99) {
        case ..<55: for _ in 0..<random.number(1...6) { receive() }
        case ..<70: kill()
        case ..<75:
            for burst in 1...random.number(2...6) { after(Double(burst) * random.number(0.02...0.3)) { $0.kill() } }
        case ..<82:
            storeFailsUntil = now + random.number(0.05...2)
            tell("the store fails until \(storeFailsUntil)")
            after(storeFailsUntil - now) { $0.report(.storeRecovered, unless: .recoveryUnreported) }
        case ..<88: requeue()
        case ..<91: close()
        default: break
        }
        after(random.chance(0.1) ? random.number(0.5...3) : random.number(0...0.15)) { $0.unfold() }
    }

    /// Alipay posts an event; it is acknowledged after the commit.
    private func receive() {
        guard isAlive, !isClosing else { return }
        let life = life
        after(random.number(0.001...0.01)) { world in
            guard world.life == life, world.isAlive else { return }
            let isFailing = world.now < world.storeFailsUntil
            // A flush that failed may have been kept.
            guard !isFailing || world.random.chance(0.3) else { return }
            let id = world.rows.count
            var row = JournalRow(id: id, follower: world.random.number(0...world.followers - 1), isPoison: false)
            row.isPoison = !world.isCalm && world.random.chance(world.poison)
            let isLate = !isFailing && world.random.chance(world.misreports)
            row.isOutOfOrder = isFailing || isLate
            world.rows.append(row)
            let flags = (row.isPoison ? ", poison" : "") + (isFailing ? ", unreported" : isLate ? ", late" : "")
            world.tell("event \(id) of \(row.follower) is committed\(flags)")
            if isFailing || world.mutant == .reportsLost && world.random.chance(0.05) { return }
            let report: Happening = { world in
                if world.life == life { world.report(.committed(world.item(id))) }
            }
            if isLate || world.mutant == .reportsSwapped && world.random.chance(0.2) {
                return world.after(0.02, report)
            }
            report(world)
            if world.random.chance(world.misreports) { world.after(world.random.number(0...0.05), report) }
        }
    }

    private func requeue() {
        guard let row = rows.last(where: { $0.state == .quarantined }), isAlive, now >= storeFailsUntil else { return }
        tell("event \(row.id) is released")
        rows[row.id].state = .undecided
        rows[row.id].isPoison = false
        rows[row.id].isOutOfOrder = true
        (rows[row.id].deaths, rows[row.id].trueDeaths) = (0, 0)
        report(.requeued(row.id), unless: .requeueUnreported)
    }
}

// MARK: - The life of the process

extension HandoverWorld {
    private func start() {
        guard !isAlive else { return }
        (isAlive, isClosing) = (true, false)
        life += 1
        core = Core(limits: limits)
        inside = []
        lastReport = now
        tell("life \(life) begins")
        let evidence = (marks: marks, life: marksLife)
        if mutant == .marksClearedFirst { marks = [] }
        count(evidence.marks, of: evidence.life)
    }

    /// Counts the deaths of the last life in one transaction, then clears the marks, then begins.
    private func count(_ dead: Set<Int>, of deadLife: Int) {
        call { world in
            for id in dead where world.rows[id].state == .undecided {
                let isCounted = world.rows[id].deathLife == deadLife && world.mutant != .deathsCountedAgain
                if !isCounted { world.rows[id].deaths += 1 }
                world.rows[id].deathLife = deadLife
            }
        } then: { world in
            world.marks = []
            world.marksLife = world.mutant == .livesAlike ? 0 : world.life
            let found = world.rows.filter { $0.state == .undecided && $0.deaths > 0 }
            let suspects = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0.deaths) })
            world.report(.started(suspects: world.mutant == .suspectsUnreported ? [:] : suspects))
        }
    }

    /// `kill -9`, from outside.
    private func kill() {
        guard isAlive, !isCalm else { return }
        tell("killed\(inside.isEmpty ? "" : " inside the decision of \(inside.sorted())")")
        die()
    }

    private func die() {
        for id in inside {
            rows[id].trueDeaths += 1
            oracle.diedInside(rows[id])
        }
        isAlive = false
        oracle.died(life)
        after(random.number(0.005...0.2)) { $0.start() }
    }

    /// A stop in order: decisions under way are finished, the rest stays in the journal.
    private func close() {
        guard isAlive, !isClosing else { return }
        tell("stops")
        isClosing = true
        report(.closing)
        let life = life
        after(0.5) { world in
            guard world.life == life, world.isAlive else { return }
            world.die()
        }
    }
}

// MARK: - The shell

extension HandoverWorld {
    private func item(_ id: Int) -> SimulatedItem {
        let follower = rows[id].follower
        return SimulatedItem(id: id, follower: mutant == .followersApart ? "\(follower)-\(id % 3)" : "\(follower)")
    }

    /// Reports an event to the machine of this life a moment later, in order.
    private func report(_ event: Core.Event, unless silent: HandoverMutant? = nil) {
        guard silent == nil || mutant != silent else { return }
        let life = life
        lastReport = max(lastReport, now + random.number(0...0.005))
        agenda.add(
            { world in
                guard world.isAlive, world.life == life else { return }
                world.steps += 1
                for effect in world.core.step(event) { world.perform(effect) }
                let waiting = world.core.waitingCount
                world.oracle.require(waiting <= world.bound, "\(waiting) events are in memory, \(world.bound) may be")
            },
            at: lastReport
        )
    }

    /// Changes the store, again while it fails, and goes on in the same life.
    private func call(_ change: @escaping Happening, then: @escaping Happening) {
        let life = life
        after(random.number(0.001...0.02)) { world in
            guard world.isAlive, world.life == life else { return }
            guard world.now >= world.storeFailsUntil else {
                // A commit that failed may have been kept, and is made again.
                if world.random.chance(0.3) { change(world) }
                return world.after(world.random.number(0.05...0.5)) { later in
                    if later.isAlive, later.life == life { later.call(change, then: then) }
                }
            }
            change(world)
            world.after(world.random.number(0.0005...0.01)) { later in
                if later.isAlive, later.life == life { then(later) }
            }
        }
    }

    private func perform(_ effect: Core.Effect) {
        switch effect {
        case .read(let position, let limit, let afterFailure):
            read(after: position, limit: limit, afterFailure: afterFailure)
        case .decide(let item): decide(item.id)
        case .quarantine(let id):
            guard mutant != .quarantineLost else { return }
            call { world in
                guard world.rows[id].state == .undecided else { return }
                world.rows[id].state = .quarantined
                world.oracle.quarantined(world.rows[id])
                world.tell("event \(id) is quarantined")
            } then: { _ in
            }
        case .caughtUp: tell("caught up")
        }
    }

    private func read(after position: Int?, limit: Int, afterFailure: Bool) {
        reads += 1
        let life = life
        after(random.number(0.001...0.01) + (afterFailure ? 0.2 : 0)) { world in
            guard world.isAlive, world.life == life else { return }
            let isFailing = world.now < world.storeFailsUntil || !world.isCalm && world.random.chance(0.1)
            guard !isFailing else {
                return world.report(
                    world.mutant == .failedReadIsEnd ? .page([], through: nil, isEnd: true) : .readFailed
                )
            }
            let rest = world.rows.filter { $0.state == .undecided && $0.id > position ?? -1 }
            let page = rest.prefix(limit).map { world.item($0.id) }
            var isEnd = page.count < limit
            if world.mutant == .fullPageIsEnd { isEnd = true }
            if world.mutant == .endUnreported { isEnd = false }
            let through = page.last?.id
            let items = world.mutant == .pageReversed ? page.reversed() : page
            // Commits after the snapshot may be reported before the page.
            world.after(world.random.number(0...0.03)) { later in
                guard later.isAlive, later.life == life else { return }
                later.report(.page(items, through: through, isEnd: isEnd))
            }
        }
    }

    /// Reads the contact, decides, commits.
    private func decide(_ id: Int) {
        oracle.began(rows[id], in: life, among: rows)
        if mutant == .markedWhileWaiting { marks.insert(id) }
        let life = life
        after(random.number(0.0005...0.01)) { world in
            guard world.isAlive, world.life == life else { return }
            world.marks.insert(id)
            world.inside.insert(id)
            if world.rows[id].isPoison, world.rows[id].state == .undecided {
                world.tell("the decision of \(id) ends the process")
                return world.die()
            }
            // Short, and long enough that some kills fall into it.
            world.after(world.random.number(0.00005...0.002)) { world in
                guard world.isAlive, world.life == life else { return }
                world.inside.remove(id)
                if world.mutant != .markedWhileWaiting { world.marks.remove(id) }
                world.commit(id)
            }
        }
    }

    private func commit(_ id: Int) {
        if mutant == .finishedTooEarly { finish(id) }
        call { world in
            guard world.rows[id].state == .undecided else { return }
            world.oracle.decided(world.rows[id], among: world.rows)
            world.rows[id].state = .decided
            world.tell("event \(id) is decided")
        } then: { world in
            world.marks.remove(id)
            if world.mutant == .finishLost, world.random.chance(0.05) { return }
            world.finish(id)
        }
    }

    private func finish(_ id: Int) {
        oracle.finished(id)
        report(.finished(id))
    }
}
