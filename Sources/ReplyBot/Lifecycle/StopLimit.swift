internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Ends the process when a stop takes too long, or when the operator asks a second time.
///
/// It runs on a queue of its own, because the threads of everything else may hang. Interrupted work is in the store, as
/// after a crash.
final class StopLimit: Sendable {
    /// From the first signal to the end of the process (RELIABILITY 3.8).
    static let time = 20

    private let isStopping = Mutex(false)
    private let queue = DispatchQueue(label: "stop")
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Watches while `work` runs; `work` must handle the signals itself.
    func watch<Value>(_ work: () async throws -> Value) async throws -> Value {
        let sources = [SIGTERM, SIGINT].map(source)
        defer { for source in sources { source.cancel() } }
        return try await work()
    }

    private func source(of signal: Int32) -> any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
        // Signals close together arrive as one, with their count.
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
            logger.warning("stopped at once by a second signal")
            _exit(128 + signal)
        }
        queue.asyncAfter(deadline: .now() + .seconds(StopLimit.time)) { [logger] in
            logger.critical("stopping took too long", metadata: ["seconds": "\(StopLimit.time)"])
            _exit(ExitStatus.unable.rawValue)
        }
    }
}

/// Learns of a stop before all other services, because it starts last.
final class StopNotice: Service {
    private let state = Mutex(false)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Whether the bot is stopping and must not receive events any more.
    var isStopping: Bool { state.withLock { $0 } }

    func run() async throws {
        try? await gracefulShutdown()
        guard !Task.isCancelled else { return }
        state.withLock { $0 = true }
        logger.notice("stopping")
    }
}
