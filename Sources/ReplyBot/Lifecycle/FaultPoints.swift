internal import AlipayClient
internal import Foundation
internal import Glibc
internal import Synchronization

/// The points at which crash tests interrupt a debug build.
///
/// A release build has the type without its contents, so the call sites need no conditions.
struct FaultPoints: Sendable {
    #if DEBUG
    /// Called at each point.
    var onReach: @Sendable (FaultPoint) async -> Void = { _ in }
    /// Called in the middle of each decision.
    var onDecide: @Sendable (InboundEvent) -> Void = { _ in }
    #endif

    /// Reaches a point.
    func reach(_ point: FaultPoint) async {
        #if DEBUG
        await onReach(point)
        #endif
    }

    /// Marks the middle of a decision.
    func decide(_ event: InboundEvent) {
        #if DEBUG
        onDecide(event)
        #endif
    }
}

/// A point on the path of an event at which the crash tests end the process.
enum FaultPoint: String, CaseIterable, Sendable {
    /// The signature is checked and the event is read; nothing is stored.
    case verified
    /// The event is durable.
    case journaled
    /// The acknowledgement is signed, but not sent.
    case beforeAck
    /// The decision and its replies are durable.
    case decided
    /// A reply is leased, but not sent.
    case claimed
    /// The API accepted a reply; the store does not know.
    case sent
    /// The outcome is durable.
    case recorded
}

extension FaultPoints {
    /// Reads the orders of the environment.
    ///
    /// - Throws: `CommandFailure` for an unreadable order: a test that kills nothing would prove nothing.
    static func ofEnvironment() throws -> FaultPoints {
        #if DEBUG
        var points = try order(KillOrder.variable, example: "claimed:3", KillOrder.init)?.points() ?? FaultPoints()
        if let poison = try order(PoisonOrder.variable, example: "trap:毒", PoisonOrder.init) {
            points.onDecide = { poison.affect($0) }
        }
        return points
        #else
        return FaultPoints()
        #endif
    }

    #if DEBUG
    private static func order<Order>(
        _ variable: String,
        example: String,
        _ read: (String) -> Order?
    ) throws -> Order? {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        guard let order = read(text) else {
            throw CommandFailure("\(variable) 要写成 \(example)", "\(variable) must be like \(example)")
        }
        return order
    }
    #endif
}

#if DEBUG
/// `REPLYBOT_KILL_AT=claimed:3`: the process kills itself with SIGKILL at the third visit of this point.
struct KillOrder: Sendable, Hashable {
    static let variable = "REPLYBOT_KILL_AT"

    let point: FaultPoint
    let visit: Int

    /// Reads a point, a colon and a number from 1; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let point = FaultPoint(rawValue: String(parts[0])), let visit = Int(parts[1]),
            visit > 0
        else { return nil }
        self.point = point
        self.visit = visit
    }

    /// Fault points that carry out the order; `end` ends the process.
    func points(end: @escaping @Sendable () -> Void = { kill(getpid(), SIGKILL) }) -> FaultPoints {
        let visits = Visits()
        return FaultPoints(onReach: { [self] reached in
            guard reached == point, visits.next() == visit else { return }
            end()
        })
    }

    private final class Visits: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }
}
#endif

#if DEBUG
/// `REPLYBOT_POISON=trap:毒`: the effect on the decision about each message with this text (RELIABILITY F27).
struct PoisonOrder: Sendable, Hashable {
    enum Effect: String, Sendable {
        /// The process traps, as at a failed precondition.
        case trap
        /// The decision never ends.
        case hang
        /// The decision allocates memory until there is none left.
        case allocate
    }

    static let variable = "REPLYBOT_POISON"

    let effect: Effect
    let text: String

    /// Reads an effect, a colon and a text; nil for anything else.
    init?(_ order: String) {
        let parts = order.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let effect = Effect(rawValue: String(parts[0])) else { return nil }
        self.effect = effect
        text = String(parts[1])
    }

    /// Applies the effect to a decision about the text.
    func affect(_ event: InboundEvent) {
        guard case .text(text) = event.content else { return }
        switch effect {
        case .trap: fatalError("poison")
        case .hang: while true { pause() }
        case .allocate:
            var hoard: [[UInt8]] = []
            while true { hoard.append([UInt8](repeating: 1, count: 1 << 24)) }
        }
    }
}
#endif
