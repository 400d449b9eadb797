/// Stops all sending while no message can succeed, but for a probe now and then.
struct Pause: Sendable, Hashable {
    /// Counts the stops and the changes of keys, so that a late answer is told from one to the keys in use.
    struct Epoch: Sendable, Hashable, Comparable {
        private var number = 0

        mutating func advance() {
            number += 1
        }

        static func < (left: Epoch, right: Epoch) -> Bool { left.number < right.number }
    }

    private let interval: Duration
    /// What a request that is begun now goes by.
    private(set) var epoch = Epoch()
    private var keysChanged = Epoch()
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

    /// Stops sending, or stops it for longer, unless the refused request had other keys; true when it was not stopped.
    mutating func begin(after sent: Epoch, at now: Duration) -> Bool {
        guard sent >= keysChanged else { return false }
        defer { nextProbe = now + interval }
        if isOn { return false }
        epoch.advance()
        return true
    }

    /// Waits for the next probe: the last one told us nothing.
    mutating func wait(from now: Duration) {
        if isOn { nextProbe = now + interval }
    }

    /// Lets sending go on after a request passed that was begun since it was stopped; true when it was stopped.
    mutating func prove(by sent: Epoch) -> Bool {
        sent == epoch && end()
    }

    /// Lets sending go on with other keys; true when it was stopped.
    mutating func changeKeys() -> Bool {
        epoch.advance()
        keysChanged = epoch
        return end()
    }

    private mutating func end() -> Bool {
        defer { nextProbe = nil }
        return isOn
    }
}
