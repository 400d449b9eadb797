import BotCore

/// A plausible mistake around the core; the oracle must find each of them.
///
/// Nothing of it is in the core: a mutant is another store, another shell, or another policy.
struct Mutant {
    /// Names the mistake.
    let name: String
    /// The store that makes the mistake.
    var store: SimulatedStore.Type = SimulatedStore.self
    /// The shell that makes the mistake.
    var node: SimulatedNode.Type = SimulatedNode.self
    /// The policy that makes the mistake.
    var change: (inout DeliveryPolicy) -> Void = { _ in }

    /// The mutant of that name.
    static func named(_ name: String) -> Mutant? {
        all.first { $0.name == name }
    }

    /// All of them.
    static var all: [Mutant] { stores + nodes + policies }

    private static var stores: [Mutant] {
        [
            Mutant(name: "no-fence", store: UnfencedStore.self),
            Mutant(name: "order-ignored", store: UnorderedStore.self),
            Mutant(name: "quota-counted-after-sending", store: LateCountingStore.self),
            Mutant(name: "quota-given-back-when-ambiguous", store: GenerousStore.self),
            Mutant(name: "free-tries-counted", store: ChargingStore.self),
            Mutant(name: "more-claimed-than-asked", store: OvereagerStore.self),
            Mutant(name: "no-lease", store: LeaselessStore.self),
            Mutant(name: "leases-of-others-released", store: SeizingStore.self),
            Mutant(name: "decided-twice", store: UndecidedStore.self),
            Mutant(name: "times-left-when-clock-is-set", store: ClockDeafStore.self),
            Mutant(name: "interruptions-forgotten", store: ForgetfulStore.self),
            Mutant(name: "deaths-taken-for-ambiguity", store: BlamingStore.self),
            Mutant(name: "unbegun-taken-for-begun", store: AnxiousStore.self),
        ]
    }

    private static var nodes: [Mutant] {
        [
            Mutant(name: "no-lease-check", node: CarelessNode.self),
            Mutant(name: "lease-on-wall-clock", node: WallClockNode.self),
            Mutant(name: "ack-before-commit", node: HastyNode.self),
            Mutant(name: "ambiguous-taken-for-refused", node: HopefulNode.self),
            Mutant(name: "unproven-repeated", node: TrustingNode.self),
            Mutant(name: "no-pause", node: TirelessNode.self),
            Mutant(name: "slow-down-for-one-reply", node: PushyNode.self),
            Mutant(name: "expired-sent", node: LateNode.self),
            Mutant(name: "handoff-not-read-again", node: ForgetlessNode.self),
            Mutant(name: "event-always-named", node: StubbornNode.self),
            Mutant(name: "failed-record-taken-for-kept", node: OptimisticNode.self),
            Mutant(name: "wakes-lost", node: DeafNode.self),
            Mutant(name: "no-time-out", node: PatientNode.self),
            Mutant(name: "failed-claim-not-repeated", node: HelplessNode.self),
        ]
    }

    private static var policies: [Mutant] {
        [
            Mutant(name: "breaker-stays-open") { $0.breaker.probeWaits = [.seconds(3_600)] },
            Mutant(name: "no-breaker") {
                $0.breaker.unreachableInARow = .max
                $0.breaker.leastCalls = .max
            },
            Mutant(name: "rate-unbounded") { $0.rate.burst = 1_000 },
            Mutant(name: "waits-unbounded") {
                $0.schedule.waits = [.seconds(40)]
                $0.schedule.cap = .seconds(3_600)
            },
            Mutant(name: "probes-too-often") { $0.probeInterval = .seconds(1) },
            Mutant(name: "too-many-slots") { $0.concurrency += 2 },
        ]
    }
}
