package import AlipayClient
package import Foundation
package import ReplyStore
package import RuleEngine

/// The requests of a recording in the order of the file, read as they are asked for.
package struct Recording {
    /// The greatest length of a line in bytes; a request has at most 128 KiB.
    static let lineLimit = 1 << 20

    private let name: String
    private let file: FileHandle?
    private var buffer: Data
    private var position: Data.Index
    private var isRead: Bool
    private var number = 0
    private var isEmpty = true

    /// Opens a file.
    ///
    /// - Throws: `CommandFailure` if it cannot be read.
    package init(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw Recording.unreadable(path) }
        self.init(file, buffer: Data(), name: path)
    }

    init(_ data: Data, name: String) {
        self.init(nil, buffer: data, name: name)
    }

    private init(_ file: FileHandle?, buffer: Data, name: String) {
        self.name = name
        self.file = file
        self.buffer = buffer
        position = buffer.startIndex
        isRead = file == nil
    }

    /// The next request; nil at the end.
    ///
    /// - Throws: `CommandFailure` with the number of a line that cannot be read, or for a recording without requests.
    package mutating func next() throws -> NumberedRequest? {
        while let bytes = try nextLine() {
            guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) else { continue }
            isEmpty = false
            return try request(bytes)
        }
        guard !isEmpty else {
            throw CommandFailure("录制文件 \(name) 里没有请求", "the recording \(name) has no request")
        }
        return nil
    }

    private func request(_ bytes: Data) throws -> NumberedRequest {
        guard let line = try? RecordedLine(json: bytes), line.version == 1 else { throw noLine }
        guard let request = line.request else {
            throw CommandFailure(
                "\(name):\(number): 这一行已脱敏，没有签名的原文，无法重放",
                "\(name):\(number): this line is redacted; without the signed body it cannot be replayed"
            )
        }
        return NumberedRequest(number: number, line: line, request: request)
    }

    /// The next line without its end.
    private mutating func nextLine() throws -> Data? {
        while true {
            if let end = buffer[position...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                number += 1
                return buffer[position..<end]
            }
            if isRead {
                guard position < buffer.endIndex else { return nil }
                defer { position = buffer.endIndex }
                number += 1
                return buffer[position...]
            }
            guard buffer.endIndex - position <= Recording.lineLimit else {
                number += 1
                throw noLine
            }
            try readOn()
        }
    }

    private mutating func readOn() throws {
        let more: Data?
        do { more = try file?.read(upToCount: Recording.lineLimit) } catch { throw Recording.unreadable(name) }
        isRead = more?.isEmpty ?? true
        buffer = Data(buffer[position...]) + (more ?? Data())
        position = buffer.startIndex
    }

    private var noLine: CommandFailure {
        CommandFailure(
            "\(name):\(number): 不是第 1 版的录制行（JSON Lines）；请用 replybot events export 重新导出",
            "\(name):\(number): not a line of a recording, version 1; export it again with replybot events export"
        )
    }

    private static func unreadable(_ path: String) -> CommandFailure {
        CommandFailure("读不到录制文件 \(path)：检查路径和权限", "cannot read the recording \(path): check path and mode")
    }
}

/// A request of a recording.
package struct NumberedRequest: Sendable {
    /// The number of its line.
    let number: Int
    let line: RecordedLine
    /// The request of the line.
    let request: RecordedRequest
}

/// One request of a recording: a line of JSON (DESIGN 6, "Recording format").
package struct RecordedLine: Codable, Sendable {
    /// The version of the format.
    var version = 1
    /// When the request came.
    var received: Date
    /// The query string, without the question mark.
    var query: String
    /// The Content-Type header.
    var contentType: String
    /// The raw body; missing in a redacted line.
    var body: Data?

    enum CodingKeys: String, CodingKey {
        case version = "v"
        case received
        case query
        case contentType = "content_type"
        case body
    }

    package init(_ event: JournaledEvent) {
        received = event.entry.received
        query = event.entry.request.query
        contentType = event.entry.request.contentType
        body = Data(event.entry.request.body)
    }

    init(json: some DataProtocol) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let date = RecordedTime.date(text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not a time: \(text)")
                )
            }
            return date
        }
        self = try decoder.decode(RecordedLine.self, from: Data(json))
    }

    /// The line, without its end.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(RecordedTime.text(date))
        }
        return try encoder.encode(self)
    }

    /// The request; nil for a redacted line.
    var request: RecordedRequest? {
        body.map { RecordedRequest(query: query, contentType: contentType, body: [UInt8]($0)) }
    }
}

/// Times in recordings: ISO 8601 in UTC with milliseconds.
package enum RecordedTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    package static func date(_ text: String) -> Date? {
        guard let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) else { return nil }
        // Rounds to whole milliseconds, because the binary fraction is a little less.
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    static func text(_ date: Date) -> String {
        // The formatter truncates to milliseconds.
        date.addingTimeInterval(0.000_1).formatted(style)
    }
}

/// The content of a recorded request, read without keys; nil where it is encrypted.
package enum RecordedText {
    package static func event(of entry: JournalEntry) -> InboundEvent? {
        guard let form = try? NotificationForm(entry.request) else { return nil }
        return [SignType.rsa2, .rsa].lazy
            .compactMap { type in
                let verifier = NotificationVerifier(keys: [], signType: type)
                return try? NotificationReader(verifier: verifier, appID: entry.appID).readRecorded(form)
            }
            .first
    }

    /// An event of the journal in the terms of rules; nil where its request is encrypted or cannot be read.
    package static func ruleEvent(of event: JournaledEvent) -> RuleEvent? {
        guard let inbound = self.event(of: event.entry) else { return nil }
        return RuleEvent(inbound, identity: String(decoding: inbound.identity, as: UTF8.self))
    }

    /// The text of a message, the key of a menu, or the scene.
    package static func text(of entry: JournalEntry) -> String? {
        switch event(of: entry)?.content {
        case .text(let text): text
        case .click(let menu): menu
        case .follow(let scene), .enter(let scene): scene
        case .image(let mediaID, _): mediaID
        case .gatewayCheck, .unfollow, .other, nil: nil
        }
    }
}
