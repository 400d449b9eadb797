/// Our own view of a lease, by the monotonic clock.
///
/// The store's view may be later than ours, never earlier: ours begins before the claim is asked for. A process that
/// was stopped for a while finds out here, before it sends what somebody else may have sent meanwhile (RELIABILITY 3.4).
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
