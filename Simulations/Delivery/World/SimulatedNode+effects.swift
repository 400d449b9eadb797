import BotCore

/// How a node does what its core says.
extension SimulatedNode {
    /// Does one thing.
    func perform(_ effect: DeliveryEffect) {
        switch effect {
        case .claim(let limit, let lease): claim(limit, lease)
        case .readFacts(let number): readFacts(number)
        case .markStarted(let number): start(number)
        case .send(let number, let namingEvent, let until): send(number, namingEvent: namingEvent, until: until)
        case .record(let number, let settlement): record(number, settlement)
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

    private func claim(_ limit: Int, _ lease: Duration) {
        let asked = reading()
        let token = world.random.next()
        let ends = Double.seconds(asked.monotonic + lease)
        world.call(from: self) { [id, life, world] store in
            let claim = store.claim(limit: limit, now: asked.wall, lease: lease, token: token, owner: id)
            world.oracle.claimed(claim.replies.map(\.id), by: life, token: token, until: ends)
            return claim
        } then: { [self] claim in
            guard let claim else { return tell(.claimFailed) }
            for reply in claim.replies { tokens[reply.id] = token }
            if !claim.replies.isEmpty {
                world.tell("node \(id) claims \(claim.replies.map(\.id.rawValue)) of \(limit)")
            }
            tell(.claimed(claim.replies, nextDue: claim.nextDue, at: claimTime(asked: asked)))
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

    private func record(_ number: ReplyID, _ settlement: Settlement) {
        let token = tokens[number, default: 0]
        world.call(from: self) { [self, life] store in
            let isOurs = store.settle(number, settlement, token: token, now: world.wall)
            world.tell("node \(id) records of \(number.rawValue): \(settlement)\(isOurs ? "" : ", too late")")
            if isOurs { world.oracle.settled(number, settlement, by: life, at: world.now) }
            return isOurs
        } then: { [self] isOurs in
            tell(isOurs.map { .recorded(number, isOurs: $0) } ?? .recordFailed(number))
        }
    }

    private func wake(at time: Duration) {
        alarm += 1
        let current = alarm
        let life = self.life
        // Rounding must not make it early: an early alarm is asked for again at once.
        world.after(max(0, Double.seconds(time - reading().monotonic)) + 1e-6) { [self] _ in
            whenAwake(in: life) { [self] in
                if current == alarm { tell(.alarm) }
            }
        }
    }
}
