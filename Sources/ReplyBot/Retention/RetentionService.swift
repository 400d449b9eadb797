internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Keeps the database small: deletes old events once an hour, and looks at the length of its log every second.
struct RetentionService: Service {
    /// Events that one transaction deletes; small, so that the writer is soon free again.
    static let batch = 200
    /// Seconds between two looks for old events.
    static let period: TimeInterval = 3_600

    let store: ReplyStore
    let retention: TimeInterval
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            await store.finishCheck()
            while true {
                await prune()
                let end = clock.now().addingTimeInterval(Self.period)
                try await keepLogShort(until: end)
            }
        }
    }

    /// Deletes settled events that are older than `store.retention`, in small batches.
    func deleteOld() async throws {
        let limit = clock.now().addingTimeInterval(-retention)
        while try await store.prune(olderThan: limit, limit: RetentionService.batch) == RetentionService.batch {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private func prune() async {
        do { try await deleteOld() } catch {
            logger.error("old events could not be deleted", metadata: ["error": "\(error)"])
        }
    }

    private func keepLogShort(until end: Date) async throws {
        guard store.hasLog else { return try await clock.sleep(until: end) }
        while clock.now() < end {
            // Its failure is the store's condition, of which the log is told elsewhere.
            try? await store.shortenLog()
            try await clock.sleep(until: clock.now().addingTimeInterval(1))
        }
    }
}
