/// All decisions of delivery as a state machine: what is claimed, sent, repeated, given up, and when (DESIGN 5).
///
/// It knows no clock, store, network or chance of its own: the shell tells it events with the time, and does what it
/// answers. Nothing of it is durable. After a crash a new core begins with what the store has.
///
/// It keeps these promises, whatever happens in which order (RELIABILITY 5.2, invariant I):
/// - a reply is sent while its lease certainly lasts, never after its lifetime, and never before the follower's
///   hand-off, window and quota were looked at again;
/// - a message that may have arrived is repeated once at most, and once more for each death of the process that
///   interrupted it; under `drop` never;
/// - never more messages at once, or for one time, than the rules allow.
public struct DeliveryCore: Sendable {
    /// What it decides by.
    public private(set) var rules: DeliveryRules

    var flights = Flights()
    var gates: Gates
    var outlook = Outlook()
    var budget: RetryBudget
    var clocks: ClockWatch
    var shiftsAgain: Duration?
    var isShifting = false
    var isClosing = false
    private var armed: Duration?

    /// A core that knows of no reply yet: tell it `woken` once the leases of the last process are released.
    public init(rules: DeliveryRules) {
        self.rules = rules
        gates = Gates(rules)
        budget = RetryBudget(rules.retryBudget)
        clocks = ClockWatch(tolerance: rules.clockTolerance)
    }

    /// Whether the process may end: it is closing, and nothing is under way.
    public var isClosed: Bool {
        isClosing && flights.count == 0 && outlook.asked == nil && clocks.unfollowed.isEmpty
    }

    /// Goes on with another quota: an account's own limits change while the process runs.
    public mutating func use(_ quota: DailyQuota) {
        rules.quota = quota
    }

    /// Takes an event, and returns what is to be done, in order.
    public mutating func step(
        _ event: DeliveryEvent,
        at now: ClockReading,
        dice: inout Dice
    ) -> [DeliveryEffect] {
        var effects: [DeliveryEffect] = []
        if let step = clocks.look(now) { effects.append(.announce(.clockStepped(step))) }
        effects += take(event, at: now, dice: &dice)
        effects += followClock(at: now.monotonic)
        effects += recordAgain(at: now.monotonic)
        effects += claim(at: now.monotonic)
        effects += arm(at: now.monotonic)
        return effects
    }

    private mutating func take(_ event: DeliveryEvent, at now: ClockReading, dice: inout Dice) -> [DeliveryEffect] {
        switch event {
        case .woken: outlook.wake()
        case .alarm: armed = nil
        case .claimed(let replies, let nextDue, let then):
            return accept(replies, nextDue: nextDue.map(then.monotonic(at:)), claimed: then, at: now.monotonic)
        case .claimFailed:
            outlook.failed(again: now.monotonic + rules.storeRetry)
            return own([])
        case .facts(let number, let facts): return check(number, facts, at: now)
        case .started(let number, let isOurs): return begin(number, isOurs: isOurs, at: now.monotonic)
        case .startFailed(let number): return startFailed(number)
        case .answered(let number, let answer): return take(answer, of: number, at: now.monotonic, dice: &dice)
        case .recorded(let number, let isOurs): return end(number, isOurs: isOurs)
        case .recordFailed(let number): recordFailed(number, at: now.monotonic)
        case .duesShifted: shifted()
        case .shiftFailed: shiftFailed(at: now.monotonic)
        case .keysChanged: return gates.pause.changeKeys() ? [.announce(.resumed)] : []
        case .closing: isClosing = true
        }
        return []
    }

    private mutating func arm(at now: Duration) -> [DeliveryEffect] {
        let shift = outlook.asked == nil ? shiftsAgain : nil
        let next = [nextClaim(at: now), flights.nextRecord, shift].compactMap(\.self).min()
        guard let next, next != armed else { return [] }
        armed = next
        return [.wake(at: next)]
    }
}
