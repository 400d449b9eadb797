import BotCore

/// How a node talks to the platform.
extension SimulatedNode {
    /// Writes a request, and tells the core what came of it.
    func send(_ number: ReplyID, namingEvent: Bool, until: Duration) {
        guard mayBegin(until: until) else {
            let life = self.life
            return world.after(0) { [self] _ in whenAwake(in: life) { [self] in tell(.answered(number, .notBegun)) } }
        }
        let names = names(event: namingEvent)
        let row = world.store[number]
        world.tell("node \(id) sends \(number.rawValue)\(names ? ", naming the event" : "")")
        let isHandedOff = world.oracle.isHandedOff(number, world.handoffs[row.user], at: world.now)
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
        travel(number, attempt, fate, timeLeft: Double.seconds(until - reading().monotonic))
    }

    private func travel(_ number: ReplyID, _ attempt: Int, _ fate: SimulatedGateway.Fate, timeLeft: Double) {
        if fate.arrives {
            world.after(min(fate.reading, timeLeft)) { world in
                world.tell("the follower gets \(number.rawValue)")
                world.oracle.arrived(number, attempt, store: world.store)
            }
        }
        let isLate = fate.reading + fate.answering >= timeLeft
        let answer = isLate ? DeliveryAnswer.ambiguous(code: "ambiguous") : fate.answer
        let life = self.life
        world.after(isLate ? timeLeft : fate.reading + fate.answering) { [self] world in
            whenAwake(in: life) { [self] in
                world.tell("node \(id) hears of \(number.rawValue): \(answer)")
                world.oracle.heard(answer, of: number, attempt, by: life, at: world.now)
                tell(.answered(number, answer))
            }
        }
    }
}
