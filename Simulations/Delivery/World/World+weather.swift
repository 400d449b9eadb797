import BotCore

/// The faults and events of the storm.
extension World {
    /// Makes something happen, and schedules the next fault.
    func unfold() {
        guard !isCalm else { return }
        befall()
        after(random.chance(0.05) ? random.number(20...70) : random.number(0.05...3)) { $0.unfold() }
    }

    /// A follower causes an event.
    func receive(user: Int, drafts: [ReplyDraft]) {
        let event = InboundEvent(number: eventCount, user: user, drafts: drafts)
        eventCount += 1
        guard let node = nodes.first(where: { $0.isAwake }) else { return }
        node.receive(event)
        // The platform redelivers now and then, even acknowledged events.
        if random.chance(0.2) {
            after(5) { world in world.nodes.first { $0.isAwake }?.receive(event) }
        }
    }

    private func befall() {
        switch random.number(0...99) {
        case ..<45: receiveSome()
        case ..<57: changeWeather()
        case ..<62: failStore()
        case ..<65: setClock()
        case ..<73: handOff()
        case ..<77: rotateKeys()
        case ..<80: someNode { $0.close() }
        case ..<83: someNode { $0.die() }
        case ..<86: someNode { $0.stall() }
        default: break
        }
    }

    private func receiveSome() {
        let user = random.number(0...scenario.users - 1)
        for _ in 0..<random.number(1...3) {
            receive(user: user, drafts: (0..<random.number(1...2)).map { _ in ReplyDraft(random: &random) })
        }
    }

    private func changeWeather() {
        let all = SimulatedGateway.Weather.allCases
        gateway.weather = random.chance(0.5) ? .fair : all[random.number(0...all.count - 1)]
        tell("weather: \(gateway.weather)")
    }

    private func failStore() {
        storeFailsUntil = now + random.number(0.5...12)
        tell("the store fails until \(storeFailsUntil)")
    }

    private func setClock() {
        // A step that no process sees cannot be followed; several nodes use the store's own clock.
        guard nodes.count == 1, nodes[0].isReady, !isClockAhead else { return }
        let step = random.chance(0.5) ? 3_600.0 : 600
        wallOffset += random.chance(0.5) ? step : -step
        tell("the wall clock is set: \(wallOffset) s off now")
        clockSet = now
        isClockAhead = true
        nodes[0].tell(.alarm)
    }

    private func handOff() {
        let user = random.number(0...scenario.users - 1)
        let isOver = handoffs[user].map { $0.until > now } ?? false
        handoffs[user] = isOver ? nil : Handoff(from: now, until: now + random.number(5...200))
        tell(isOver ? "the hand-off of follower \(user) ends" : "a person talks to follower \(user)")
    }

    private func rotateKeys() {
        if gateway.weather == .keysRefused { gateway.weather = .fair }
        tell("the keys are read again")
        for node in nodes where node.isAwake {
            oracle.keysChanged(node.life, at: now)
            node.tell(.keysChanged)
        }
    }

    private func someNode(_ fate: (SimulatedNode) -> Void) {
        let node = nodes[random.number(0...nodes.count - 1)]
        if node.isAwake { fate(node) }
    }
}
