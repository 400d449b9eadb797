internal import AlipayClient
internal import Foundation
internal import Glibc
internal import Synchronization

/// What happens at the fault points: nothing, unless a debug build is told otherwise.
///
/// A release build has the type only, so that the places need no conditions of their own.
struct FaultPoints: Sendable {
    #if DEBUG
    /// Is told each point that is reached.
    var onReach: @Sendable (FaultPoint) async -> Void = { _ in }
    /// Is called in the middle of each decision.
    var onDecide: @Sendable (InboundEvent) -> Void = { _ in }
    #endif

    /// Reaches a point.
    func reach(_ point: FaultPoint) async {
        #if DEBUG
        await onReach(point)
        #endif
    }

    /// Is in the middle of the decision about an event.
    func decide(_ event: InboundEvent) {
        #if DEBUG
        onDecide(event)
        #endif
    }
}

/// A place on the way of an event at which the crash tests end the process.
enum FaultPoint: String, CaseIterable, Sendable {
    /// The signature was checked and the event read; nothing is kept yet.
    case verified
    /// The event is durable.
    case journaled
    /// The acknowledgement is signed and not yet sent.
    case beforeAck
    /// The decision and its replies are durable.
    case decided
    /// A reply is leased and not yet sent.
    case claimed
    /// The API accepted a reply; we have not recorded it.
    case sent
    /// That it was sent is durable.
    case recorded
}

extension FaultPoints {
    /// The points as the environment orders them.
    ///
    /// - Throws: `CommandFailure` for an order that cannot be read: a test that kills nothing would prove nothing.
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
/// `REPLYBOT_KILL_AT=claimed:3`: at which point a process ends itself as `kill -9` would, and at which visit.
struct KillOrder: Sendable, Hashable {
    static let variable = "REPLYBOT_KILL_AT"

    let point: FaultPoint
    let visit: Int

    /// Reads the order; nil for anything else than a point, a colon and a number from 1.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let point = FaultPoint(rawValue: String(parts[0])), let visit = Int(parts[1]),
            visit > 0
        else { return nil }
        self.point = point
        self.visit = visit
    }

    /// The points at which the order is carried out; `end` ends the process.
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
/// `REPLYBOT_POISON=trap:毒`: what happens in the decision about each message with that text (RELIABILITY F27).
struct PoisonOrder: Sendable, Hashable {
    enum Effect: String, Sendable {
        /// The process is trapped, as by a failed precondition.
        case trap
        /// The decision never ends.
        case hang
        /// The decision takes memory until there is none left.
        case allocate
    }

    static let variable = "REPLYBOT_POISON"

    let effect: Effect
    let text: String

    /// Reads the order; nil for anything else than an effect, a colon and a text.
    init?(_ order: String) {
        let parts = order.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let effect = Effect(rawValue: String(parts[0])) else { return nil }
        self.effect = effect
        text = String(parts[1])
    }

    /// Does to a decision what is ordered.
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
