public import Logging
import Synchronization

/// Keeps everything that was logged, at every level, as text.
public final class LogCollection: Sendable {
    private let collected = Mutex<[String]>([])

    /// Starts empty.
    public init() {}

    /// All lines so far, each with level, message and metadata.
    public var lines: [String] { collected.withLock { $0 } }

    /// A logger that writes here.
    public func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "test") { _ in CollectingLogHandler(collection: self) }
        logger.logLevel = level
        return logger
    }

    fileprivate func add(_ line: String) {
        collected.withLock { $0.append(line) }
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
