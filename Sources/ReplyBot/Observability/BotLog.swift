internal import Foundation
package import Logging
internal import OperatorText
internal import RuleEngine

/// The level and format of the log.
package struct LogOptions: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
    }

    /// `log.level` (trace … critical, default info).
    package var level = Logger.Level.info
    /// `log.format` (text | json, default text).
    package var format = Format.text

    package init(level: Logger.Level = .info, format: Format = .text) {
        self.level = level
        self.format = format
    }
}

extension LogOptions {
    /// Reads `log.*`.
    init(_ reader: inout ConfigurationReader) {
        // Other programs write levels in capital letters, and share the variable LOG_LEVEL.
        if let text = reader.text(.logLevel) {
            let word = text.lowercased()
            if let known = Logger.Level(rawValue: word == "warn" ? "warning" : word) {
                level = known
            } else {
                let words = Logger.Level.allCases.map(\.rawValue).joined(separator: " | ")
                reader.report(.logLevel, message: LocalizedText("log.level 应为 \(words)", "log.level must be \(words)"))
            }
        }
        format = reader.choice(.logFormat, among: ["text": .text, "json": .json], default: format)
    }
}

extension Logger {
    /// The log of the running bot, on stderr.
    package static func bot(_ options: LogOptions = LogOptions()) -> Logger {
        var logger = Logger(label: "replybot") { label in
            switch options.format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = options.level
        return logger
    }

    /// The same log for a library that logs whole services, with all their contents, below this level.
    func atLeast(_ level: Logger.Level) -> Logger {
        var quiet = self
        quiet.logLevel = max(logLevel, level)
        return quiet
    }
}

/// Writes one JSON object a line: `time`, `level`, `message`, and the fields of the text form under `metadata`.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.info
    var now: @Sendable () -> Date = { Date() }
    /// Writes a line with its end, in one piece.
    var write: @Sendable (String) -> Void = { line in
        // A closed pipe or a full disk must not end the bot.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        let time = now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        var line = "{\"time\":" + JSONLogHandler.quoted(time)
        line += ",\"level\":" + JSONLogHandler.quoted(event.level.rawValue)
        line += ",\"message\":" + JSONLogHandler.quoted(event.message.description)
        if !fields.isEmpty { line += ",\"metadata\":" + JSONLogHandler.json(.dictionary(fields)) }
        write(line + "}\n")
    }

    private static func json(_ value: Logger.Metadata.Value) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value): quoted(value.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let fields):
            "{"
                + fields.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + json($0.value) }
                .joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + ForeignText.jsonString(text) + "\""
    }
}

/// A follower's id in logs: `2088****0099`, never the whole.
package struct MaskedUserID: CustomStringConvertible {
    private let userID: String

    package init(_ userID: String) {
        self.userID = userID
    }

    package var description: String {
        guard userID.count >= 12 else { return "****" }
        return ForeignText.word("\(userID.prefix(4))") + "****" + ForeignText.word("\(userID.suffix(4))")
    }
}
