internal import Logging

extension Logger {
    /// The log of the running bot, on stderr.
    static func bot(level: Logger.Level = .info) -> Logger {
        var logger = Logger(label: "replybot") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
