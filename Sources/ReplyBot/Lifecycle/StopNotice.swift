internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Knows first of all services that the bot is stopping: it starts last, and so is told before the others.
final class StopNotice: Service {
    private let state = Mutex(false)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Whether the bot is stopping, and is not to be sent anything any more.
    var isStopping: Bool { state.withLock { $0 } }

    func run() async throws {
        try? await gracefulShutdown()
        guard !Task.isCancelled else { return }
        state.withLock { $0 = true }
        logger.notice("stopping")
    }
}
