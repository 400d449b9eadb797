internal import BotCore
internal import Dispatch
internal import Glibc
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle
internal import Synchronization

/// Ends the process when a decision does not end (RELIABILITY T30).
///
/// Rules cannot make a decision long, so one that hangs is a defect of this program. A restart decides the other events
/// and quarantines this one after its third death. The watch looks from a queue of its own, because a hang may occupy
/// all the threads on which everything else runs. It counts looks rather than time, so that a suspended process does
/// not count as overdue.
final class DecisionWatch: Service {
    /// Looks at the same decision, a second apart, until it is overdue.
    static let looks = 10

    private let underWay = Mutex<[EventID: Int]>([:])
    private let logger: Logger
    private let end: @Sendable () -> Void

    /// Makes a watch; `end` ends the process.
    init(logger: Logger, end: @escaping @Sendable () -> Void = { _exit(ExitStatus.unable.rawValue) }) {
        self.logger = logger
        self.end = end
    }

    /// Watches one decision.
    func during<Value>(_ event: EventID, _ decide: () throws -> Value) rethrows -> Value {
        underWay.withLock { $0[event] = 0 }
        defer { underWay.withLock { $0[event] = nil } }
        return try decide()
    }

    /// Looks once a second until shutdown.
    func run() async throws {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "decisions"))
        timer.schedule(deadline: .now() + .seconds(1), repeating: .seconds(1))
        timer.setEventHandler { [self] in look() }
        timer.activate()
        try? await gracefulShutdown()
        timer.cancel()
    }

    /// Looks at the decisions under way, and ends the process when one is overdue.
    func look() {
        let overdue = underWay.withLock { underWay in
            for event in underWay.keys { underWay[event, default: 0] += 1 }
            return underWay.filter { $0.value >= Self.looks }.keys.sorted()
        }
        guard !overdue.isEmpty else { return }
        for event in overdue {
            logger.critical("a decision does not end; the process ends", metadata: ["event": "\(event)"])
        }
        end()
    }
}
