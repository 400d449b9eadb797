/// The replies in flight, by number.
struct InFlightTable: Sendable, Hashable {
    private var replies: [ReplyID: InFlightReply] = [:]
    /// New claims of replies whose old claim awaits an answer of the store; the answer decides which claim goes on.
    private var successors: [ReplyID: InFlightReply] = [:]

    /// The number of replies in flight.
    var count: Int { replies.count }

    subscript(id: ReplyID) -> InFlightReply? {
        get { replies[id] }
        set { replies[id] = newValue }
    }

    /// Takes a new claim of a reply that is already in flight, so that there are never two requests at once.
    mutating func succeed(_ id: ReplyID, with reply: InFlightReply) {
        switch replies[id]?.stage {
        case .starting, .recording(_, retryAt: nil): successors[id] = reply
        case .checking, .sending, .recording, .disowned: replies[id]?.adopt(reply)
        case nil: replies[id] = reply
        }
    }

    /// Removes and returns the waiting new claim of a reply.
    mutating func takeSuccessor(_ id: ReplyID) -> InFlightReply? {
        successors.removeValue(forKey: id)
    }

    /// The replies whose outcome was refused, perhaps because of our own new claim.
    var disowned: [(id: ReplyID, settlement: Settlement)] {
        replies.keys.sorted()
            .compactMap { id in
                guard case .disowned(let settlement) = replies[id]?.stage else { return nil }
                return (id, settlement)
            }
    }

    /// Whether the request of another reply is under way.
    func areSent(besides id: ReplyID) -> Bool {
        replies.contains { other, reply in
            switch reply.stage {
            case .starting, .sending: other != id
            case .checking, .recording, .disowned: false
            }
        }
    }

    /// When the next failed record is due again.
    var nextRecord: Duration? {
        replies.values
            .compactMap { reply in
                if case .recording(_, let retryAt) = reply.stage { retryAt } else { nil }
            }
            .min()
    }

    /// The outcomes whose record failed and is due again.
    mutating func takeDueRecords(at now: Duration) -> [(id: ReplyID, settlement: Settlement)] {
        guard let next = nextRecord, next <= now else { return [] }
        return replies.keys.sorted()
            .compactMap { id in
                guard case .recording(let settlement, let retryAt?) = replies[id]?.stage, retryAt <= now else {
                    return nil
                }
                replies[id]?.stage = .recording(settlement, retryAt: nil)
                return (id, settlement)
            }
    }
}

/// A claimed reply on its way through the core.
struct InFlightReply: Sendable, Hashable {
    enum Stage: Sendable, Hashable {
        /// The store is asked for the facts about the follower.
        case checking
        /// The store is asked to record that a request will be written.
        case starting
        /// The request is under way.
        case sending(Attempt)
        /// The store is asked to record the outcome; asked again at `retryAt` after a failure.
        case recording(Settlement, retryAt: Duration?)
        /// The store refused the outcome, perhaps because of our own claim in flight.
        case disowned(Settlement)
    }

    private(set) var claim: ClaimedReply
    private(set) var lease: LeaseWatch
    /// The clocks at the time of the claim.
    private(set) var claimed: ClockReading
    /// The end of its lifetime, by the monotonic clock.
    let expires: Duration
    /// Whether it may be sent as the probe.
    let isProbe: Bool
    var stage = Stage.checking

    init(_ claim: ClaimedReply, claimed: ClockReading, lease: Duration, isProbe: Bool) {
        self.claim = claim
        self.claimed = claimed
        self.lease = LeaseWatch(claimed: claimed.monotonic, lease: lease)
        expires = claimed.monotonic(at: claim.expires)
        self.isProbe = isProbe
    }

    /// Continues under a new claim of the same reply.
    mutating func adopt(_ other: InFlightReply) {
        claim = other.claim
        lease = other.lease
        claimed = other.claimed
    }

    /// Whether an earlier try may have reached the follower.
    var mayHaveArrived: Bool { claim.ambiguousTries + claim.interruptedTries > 0 }
}

/// A request that is under way.
struct Attempt: Sendable, Hashable {
    /// When it was begun.
    let began: Duration
    /// Whether it names the event that it answers.
    let namesEvent: Bool
    /// Whether it is the probe.
    let isProbe: Bool
    /// The epoch of the keys when it was begun.
    let keys: Pause.Epoch
}

/// Our own view of a lease, by the monotonic clock.
///
/// The store's view may be later than ours, never earlier: ours begins before the call to the store. A process that was
/// stopped for a while learns here that its lease ended, before it sends a reply that another process may have sent
/// meanwhile (RELIABILITY 3.4).
struct LeaseWatch: Sendable, Hashable {
    private let ends: Duration

    init(claimed: Duration, lease: Duration) {
        ends = claimed + lease
    }

    /// Whether a request of that length would end before the lease does.
    func allows(_ requestTime: Duration, at now: Duration) -> Bool {
        now + requestTime <= ends
    }
}
