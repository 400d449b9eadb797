internal import Foundation
internal import Logging
internal import Synchronization

/// Says that requests are turned away, once in ten seconds and with their number: an overload must not fill the disk.
final class RefusalLog: Sendable {
    private struct State {
        var quietUntil = Date.distantPast
        var count = 0
    }

    private let state = Mutex(State())
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Notes a refusal.
    func note(_ refusal: IntakeRefusal, at now: Date) {
        let count = state.withLock { state -> Int? in
            state.count += 1
            // Quiet times end also when the clock is set back.
            guard now >= state.quietUntil || state.quietUntil.timeIntervalSince(now) > 10 else { return nil }
            defer { state = State(quietUntil: now.addingTimeInterval(10)) }
            return state.count
        }
        guard let count else { return }
        logger.warning("requests are turned away", metadata: ["reason": "\(refusal.rawValue)", "count": "\(count)"])
    }
}
