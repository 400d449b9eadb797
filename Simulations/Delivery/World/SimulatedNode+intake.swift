import BotCore

/// How a node takes events in and decides about them.
extension SimulatedNode {
    /// Takes an event in.
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

    /// Has the event decided, again and again until the store has it.
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
