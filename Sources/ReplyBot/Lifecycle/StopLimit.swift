internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Ends the process when a stop takes too long, or when the operator asks a second time.
///
/// On a queue of its own, because what hangs may be the threads on which everything else runs. What is cut off here is
/// in the store, as after a crash.
final class StopLimit: Sendable {
    /// From the first signal to the end of the process (RELIABILITY 3.8).
    static let time = 20

    private let isStopping = Mutex(false)
    private let queue = DispatchQueue(label: "stop")
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Watches while `work` runs, which must handle the signals itself.
    func watch<Value>(_ work: () async throws -> Value) async throws -> Value {
        let sources = [SIGTERM, SIGINT].map(source)
        defer { for source in sources { source.cancel() } }
        return try await work()
    }

    private func source(of signal: Int32) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
        // Signals that come close together are told as one, with their number.
        source.setEventHandler { [self, source] in
            for _ in 0..<max(1, Int(source.data)) { received(signal) }
        }
        source.activate()
        return source
    }

    private func received(_ signal: Int32) {
        let isSecond = isStopping.withLock { isStopping in
            defer { isStopping = true }
            return isStopping
        }
        guard !isSecond else {
            logger.warning("stopped at once, by a second signal")
            _exit(128 + signal)
        }
        queue.asyncAfter(deadline: .now() + .seconds(StopLimit.time)) { [logger] in
            logger.critical("stopping took too long", metadata: ["seconds": "\(StopLimit.time)"])
            _exit(ExitStatus.unable.rawValue)
        }
    }
}

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
