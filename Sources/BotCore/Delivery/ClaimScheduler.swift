/// When to claim from the outbox next.
struct ClaimScheduler: Sendable, Hashable {
    /// When the next claim is worthwhile; nil when the outbox has nothing to claim.
    private(set) var next: Duration?
    /// The limit of the claim in flight; nil without one.
    private(set) var asked: Int?
    /// Whether the claim in flight, or the last one, is for a probe.
    private(set) var isForProbe = false
    private var wokenMeanwhile = false

    /// There may be new replies.
    mutating func wake() {
        next = .zero
        wokenMeanwhile = asked != nil
    }

    /// A claim begins.
    mutating func ask(_ limit: Int, isForProbe: Bool) {
        asked = limit
        self.isForProbe = isForProbe
        wokenMeanwhile = false
    }

    /// A claim brought `count` replies; the next reply is due at `nextDue`.
    mutating func receive(_ count: Int, nextDue: Duration?, notBefore: Duration) {
        let isAll = count < (asked ?? 0) && !wokenMeanwhile
        asked = nil
        guard isAll else {
            next = .zero
            return
        }
        next = nextDue.map { count == 0 ? max($0, notBefore) : $0 }
    }

    /// The claim failed.
    mutating func fail(retryAt time: Duration) {
        asked = nil
        next = time
    }
}
