package import Logging
import Synchronization

/// Collects log lines of all levels as text.
package final class LogCollection: Sendable {
    private struct Waiter {
        let text: String
        let count: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var lines: [String] = []
        var waiters: [UInt64: Waiter] = [:]
        var waiterCount: UInt64 = 0

        func has(_ text: String, count: Int) -> Bool {
            count <= lines.count { $0.contains(text) }
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// All lines so far, each with level, message and metadata.
    package var lines: [String] { state.withLock { $0.lines } }

    /// A logger that writes here.
    package func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "test") { _ in CollectingLogHandler(collection: self) }
        logger.logLevel = level
        return logger
    }

    /// Waits for `count` lines with `text`.
    ///
    /// - Throws: `CancellationError` when the test's time is over.
    package func wait(for text: String, count: Int = 1) async throws {
        let number = state.withLock { state in
            state.waiterCount += 1
            return state.waiterCount
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                state.withLock { state in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if state.has(text, count: count) {
                        continuation.resume()
                    } else {
                        state.waiters[number] = Waiter(text: text, count: count, continuation: continuation)
                    }
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    fileprivate func add(_ line: String) {
        state.withLock { state in
            state.lines.append(line)
            for (number, waiter) in state.waiters where state.has(waiter.text, count: waiter.count) {
                state.waiters[number] = nil
                waiter.continuation.resume()
            }
        }
    }
}

private struct CollectingLogHandler: LogHandler {
    let collection: LogCollection
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        collection.add("\(event.level) \(event.message) \(all.map { "\($0.key)=\($0.value)" }.sorted())")
    }
}
