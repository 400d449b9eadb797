/// Stops all sending while no message can succeed, but for a probe now and then.
struct Pause: Sendable, Hashable {
    private let interval: Duration
    /// When the next probe is due; nil while sending goes on.
    private var nextProbe: Duration?

    init(probeInterval: Duration) {
        interval = probeInterval
    }

    /// Whether sending is stopped.
    var isOn: Bool { nextProbe != nil }

    /// Until when nothing is sent at all; nil when something may be.
    func closed(at now: Duration) -> Duration? {
        nextProbe.flatMap { $0 > now ? $0 : nil }
    }

    /// Stops sending, or stops it for longer; true when it was not stopped.
    mutating func begin(at now: Duration) -> Bool {
        defer { nextProbe = now + interval }
        return !isOn
    }

    /// Waits for the next probe: the last one told us nothing.
    mutating func wait(from now: Duration) {
        if isOn { nextProbe = now + interval }
    }

    /// Lets sending go on; true when it was stopped.
    mutating func end() -> Bool {
        defer { nextProbe = nil }
        return isOn
    }
}
