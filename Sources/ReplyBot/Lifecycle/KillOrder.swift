#if DEBUG
internal import Foundation
internal import Synchronization

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
