internal import Foundation
internal import Logging
internal import ReplyStore
internal import ServiceLifecycle

/// Logs once when events cannot be stored any more, probes the store each second, and logs the recovery.
struct StoreWatch: Service {
    /// Seconds between two probes.
    static let period: TimeInterval = 1

    let store: ReplyStore
    let retention: RetentionService
    let clock: any BotClock
    let logger: Logger
    /// Called when the store works again: a failed write may have been kept all the same.
    var onRecovery: @Sendable () -> Void = {}

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await tell() }
                group.addTask { try? await nurse() }
            }
        }
    }

    private func tell() async {
        var beginning: Date?
        for await health in store.healthChanges() {
            switch health {
            case .working where beginning == nil: break
            case .working:
                beginning = nil
                logger.notice("events are stored again", metadata: ["refused": "\(store.refusedWrites)"])
                onRecovery()
            case .failing(let error):
                let since = beginning ?? clock.now()
                beginning = since
                let metadata: Logger.Metadata = ["error": "\(error)", "since": "\(since.formatted(.iso8601))"]
                logger.critical("events cannot be stored; they are answered with 503", metadata: metadata)
            }
        }
    }

    /// Lets a failing store recover without traffic.
    private func nurse() async throws {
        for await _ in store.healthChanges() {
            while case .failing(let error) = store.health {
                // Deleting makes room inside the file.
                if case .full = error { try? await retention.deleteOld() }
                try? await store.probe()
                guard store.health != .working else { break }
                try await clock.sleep(until: clock.now().addingTimeInterval(Self.period))
            }
        }
    }
}
