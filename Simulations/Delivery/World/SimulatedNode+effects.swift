import BotCore

/// How a node carries out the effects of its core.
extension SimulatedNode {
    /// Carries out one effect.
    func perform(_ effect: DeliveryEffect) {
        switch effect {
        case .claim(let limit, let lease): claim(limit: limit, lease: lease)
        case .readFacts(let number): readFacts(number)
        case .markStarted(let number): start(number)
        case .send(let number, let namingEvent, let until): send(number, namingEvent: namingEvent, until: until)
        case .record(let number, let settlement): record(number, as: settlement)
        case .shiftDues(let step):
            world.call(from: self) { [world] store -> Bool in
                store.shift(step, now: world.wall)
                world.isClockAhead = false
                return true
            } then: { [self] in
                tell($0 == nil ? .shiftFailed : .duesShifted)
            }
        case .wake(let time): wake(at: time)
        case .announce(let notice): world.tell("node \(id) says: \(notice)")
        }
    }

    private func claim(limit: Int, lease: Duration) {
        let asked = reading()
        let token = world.random.next()
        let ends = Double.seconds(asked.monotonic + lease)
        world.call(from: self) { [self, id, life, world] store in
            let claim = store.claim(limit: limit, now: asked.wall, lease: lease, token: token, owner: id)
            world.oracle.claimed(claim.replies.map(\.id), by: life, token: token, until: ends)
            let facts = claim.replies.map { ($0.id, (facts: self.facts(of: store.follower(of: $0.id)), at: world.now)) }
            return (claim, facts)
        } then: { [self] result in
            guard let (claim, facts) = result else { return tell(.claimFailed) }
            for reply in claim.replies { tokens[reply.id] = token }
            if !claim.replies.isEmpty {
                world.tell("node \(id) claims \(claim.replies.map(\.id.rawValue)) of \(limit)")
            }
            claimedFacts = Dictionary(uniqueKeysWithValues: facts)
            tell(.claimed(claim.replies, nextDue: claim.nextDue, at: claimTime(asked: asked)))
            claimedFacts = [:]
        }
    }

    private func readFacts(_ number: ReplyID) {
        world.oracle.asked(number, by: life, at: world.now)
        let user = world.store.follower(of: number)
        world.call(from: self) { [self] _ in
            facts(of: user)
        } then: { [self] in
            tell(.facts(number, $0))
        }
    }

    private func start(_ number: ReplyID) {
        let token = tokens[number, default: 0]
        world.call(from: self) {
            $0.start(number, token: token)
        } then: { [self] isOurs in
            tell(isOurs.map { .started(number, isOurs: $0) } ?? .startFailed(number))
        }
    }

    private func record(_ number: ReplyID, as settlement: Settlement) {
        let token = tokens[number, default: 0]
        world.call(from: self) { [self, life] store in
            let isOurs = store.settle(number, as: settlement, token: token, now: world.wall)
            world.tell("node \(id) records of \(number.rawValue): \(settlement)\(isOurs ? "" : ", too late")")
            if isOurs { world.oracle.settled(number, as: settlement, by: life, at: world.now) }
            return isOurs
        } then: { [self] isOurs in
            tell(isOurs.map { .recorded(number, isOurs: $0) } ?? .recordFailed(number))
        }
    }

    private func wake(at time: Duration) {
        alarm += 1
        let current = alarm
        let life = self.life
        // Rounding must not make it early: the core would set an early alarm again at once.
        world.after(max(0, Double.seconds(time - reading().monotonic)) + 1e-6) { [self] _ in
            whenAwake(in: life) { [self] in
                if current == alarm { tell(.alarm) }
            }
        }
    }
}

/// How a node talks to the platform.
extension SimulatedNode {
    /// Writes a request and reports its answer to the core.
    func send(_ number: ReplyID, namingEvent: Bool, until: Duration) {
        guard mayBegin(until: until) else {
            let life = self.life
            return world.after(0) { [self] _ in whenAwake(in: life) { [self] in tell(.answered(number, .notBegun)) } }
        }
        let names = names(event: namingEvent)
        let row = world.store[number]
        world.tell("node \(id) sends \(number.rawValue)\(names ? ", naming the event" : "")")
        let isHandedOff = world.oracle.isHandedOff(number, during: world.handoffs[row.user], at: world.now)
        if isHandedOff, world.clockSet < world.now - 60 {
            world.oracle.fail("reply \(number.rawValue) talks into a hand-off")
        }
        world.store.markBegun(number, token: tokens[number, default: 0])
        let attempt = world.oracle.began(number, by: life, namingEvent: names, at: world.now)
        let fate = world.gateway.fate(
            namingEvent: names,
            isTooLateForEvent: row.event % 3 == 0,
            mishaps: world.isCalm ? 0 : world.scenario.mishaps,
            random: &world.random
        )
        travel(number, attempt: attempt, fate: fate, timeLeft: Double.seconds(until - reading().monotonic))
    }

    private func travel(_ number: ReplyID, attempt: Int, fate: SimulatedGateway.Fate, timeLeft: Double) {
        if fate.arrives {
            world.after(min(fate.reading, timeLeft)) { world in
                world.tell("the follower gets \(number.rawValue)")
                world.oracle.arrived(number, attempt: attempt, store: world.store)
            }
        }
        let isLate = fate.reading + fate.answering >= timeLeft
        let answer = isLate ? .failed(DeliveryFailure(.ambiguous, code: "ambiguous")) : fate.answer
        let life = self.life
        world.after(isLate ? timeLeft : fate.reading + fate.answering) { [self] world in
            whenAwake(in: life) { [self] in
                world.tell("node \(id) hears of \(number.rawValue): \(answer)")
                world.oracle.heard(answer, of: number, attempt: attempt, by: life, at: world.now)
                tell(.answered(number, answer))
            }
        }
    }
}

/// How a node records events and decides them.
extension SimulatedNode {
    /// Records an event and acknowledges it.
    func receive(_ event: InboundEvent) {
        if acknowledgesFirst { world.oracle.acknowledged(event) }
        world.call(from: self) {
            $0.record(event)
        } then: { [self] isNew in
            guard let isNew else { return }
            world.tell("event \(event.number) of follower \(event.user) is acknowledged")
            world.oracle.acknowledged(event)
            if isNew { decide(event.number) }
        }
    }

    /// Decides an event, again and again until the store has the decision.
    func decide(_ event: Int) {
        world.call(from: self) { [world] store in
            let replies = store.decide(event, now: world.wall)
            for reply in replies { world.oracle.created(reply, at: world.now) }
            return replies
        } then: { [self] replies in
            guard let replies else {
                let life = self.life
                return world.after(1) { [self] _ in whenAwake(in: life) { [self] in decide(event) } }
            }
            guard !replies.isEmpty else { return }
            world.tell("event \(event) gets replies \(replies.map(\.number.rawValue))")
            for node in world.nodes {
                let life = node.life
                world.after(0.001) { _ in node.whenAwake(in: life) { node.tell(.woken) } }
            }
        }
    }
}
