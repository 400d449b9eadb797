internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Deletes settled events that are older than `store.retention`, in small batches, once an hour.
struct RetentionService: Service {
    /// Events that one transaction deletes; small, so that the writer is soon free again.
    static let batch = 200

    let store: ReplyStore
    let retention: TimeInterval
    let clock: any BotClock
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await prune()
                try await clock.sleep(until: clock.now().addingTimeInterval(3_600))
            }
        }
    }

    private func prune() async {
        let limit = clock.now().addingTimeInterval(-retention)
        do {
            while try await store.prune(olderThan: limit, limit: RetentionService.batch) == RetentionService.batch {
                await Task.yield()
            }
        } catch {
            logger.error("old events could not be deleted", metadata: ["error": "\(error)"])
        }
    }
}
