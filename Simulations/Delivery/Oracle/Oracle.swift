import BotCore

/// Knows the truth and names the first broken promise (RELIABILITY 5.2, invariant I).
final class Oracle {
    let scenario: Scenario
    var records: [ReplyID: ReplyRecord] = [:]
    var lives: [NodeLife: LifeRecord] = [:]
    var acknowledged: [Int: InboundEvent] = [:]
    /// The messages that each follower got, in order.
    var inboxes: [Int: [ReplyID]] = [:]
    /// The first broken promise.
    private(set) var verdict: String?

    init(scenario: Scenario) {
        self.scenario = scenario
    }

    var policy: DeliveryPolicy { scenario.policy }

    /// Notes a broken promise.
    func fail(_ verdict: @autoclosure () -> String) {
        if self.verdict == nil { self.verdict = verdict() }
    }

    /// Notes a broken promise unless `isKept`.
    func require(_ isKept: Bool, _ verdict: @autoclosure () -> String) {
        if !isKept { fail(verdict()) }
    }

    // MARK: The journal

    /// An event was acknowledged to the platform.
    func acknowledged(_ event: InboundEvent) {
        acknowledged[event.number] = event
    }

    /// A decision made a reply.
    func created(_ reply: StoredReply, at now: Double) {
        let twin = records.values.contains { $0.event == reply.event && $0.number != reply.number && $0.created < now }
        require(!twin, "event \(reply.event) was decided twice")
        records[reply.number] = ReplyRecord(
            number: reply.number,
            event: reply.event,
            user: reply.user,
            draft: reply.draft,
            created: now
        )
    }

    // MARK: The lives of nodes

    /// A node's life ended.
    func ended(_ life: NodeLife) {
        lives[life, default: LifeRecord()].hasEnded = true
    }

    /// A node ended in order: it must have left no reply leased.
    func closed(_ life: NodeLife, store: SimulatedStore) {
        for (number, record) in records where record.claim?.life == life && store[number].state == .sending {
            require(
                store[number].token != record.claim?.token,
                "reply \(number.rawValue) was left leased by a node that closed"
            )
        }
    }

    /// The node's keys were replaced.
    func keysChanged(_ life: NodeLife, at now: Double) {
        lives[life, default: LifeRecord()].changeKeys(at: now)
    }

    // MARK: The end

    /// Every event must be decided and every reply settled.
    func judge(_ store: SimulatedStore) {
        for number in acknowledged.keys.sorted() {
            require(store.events[number] != nil, "event \(number) was acknowledged and lost")
            require(store.decided.contains(number), "event \(number) was never decided")
        }
        for row in store.replies {
            require(!row.isOpen, "reply \(row.number.rawValue) never came to an end")
            if row.user >= 100 {
                require(
                    row.state == .sent,
                    "reply \(row.number.rawValue) was \(row.state), \(row.reason?.code ?? ""), in calm"
                )
            }
        }
    }
}
