/// When to look into the outbox next.
struct Outlook: Sendable, Hashable {
    /// When the next claim is worth making; nil when there is nothing to be claimed.
    private(set) var next: Duration?
    /// How many replies the claim under way asks for; nil when none is.
    private(set) var asked: Int?
    /// Whether the claim under way, or the last one, is for a probe.
    private(set) var isForProbe = false
    private var wokenMeanwhile = false

    /// There may be something new.
    mutating func wake() {
        next = .zero
        wokenMeanwhile = asked != nil
    }

    /// A claim is made.
    mutating func ask(_ limit: Int, isForProbe: Bool) {
        asked = limit
        self.isForProbe = isForProbe
        wokenMeanwhile = false
    }

    /// A claim brought so many; the next reply is due then.
    mutating func got(_ count: Int, nextDue: Duration?, notBefore: Duration) {
        let isAll = count < (asked ?? 0) && !wokenMeanwhile
        asked = nil
        guard isAll else {
            next = .zero
            return
        }
        next = nextDue.map { count == 0 ? max($0, notBefore) : $0 }
    }

    /// The claim failed; it is to be made again then.
    mutating func failed(again: Duration) {
        asked = nil
        next = again
    }
}
