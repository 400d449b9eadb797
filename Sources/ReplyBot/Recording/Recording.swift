package import AlipayClient
package import Foundation
package import ReplyStore

/// A recording read from a file, with the numbers of its lines.
package struct Recording {
    /// The requests in the order of the file.
    let lines: [(number: Int, line: RecordedLine)]

    /// Reads a file.
    ///
    /// - Throws: `CommandFailure` with the number of the first line that cannot be read.
    package init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("读不到录制文件 \(path)：检查路径和权限", "cannot read the recording \(path): check path and mode")
        }
        try self.init(data, name: path)
    }

    init(_ data: Data, name: String) throws {
        var read: [(number: Int, line: RecordedLine)] = []
        for (index, bytes) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
            read.append((number: index + 1, line: try Recording.line(bytes, name: name, number: index + 1)))
        }
        guard !read.isEmpty else {
            throw CommandFailure("录制文件 \(name) 里没有请求", "the recording \(name) has no request")
        }
        lines = read
    }

    private static func line(_ bytes: Data, name: String, number: Int) throws -> RecordedLine {
        guard let line = try? RecordedLine(json: bytes), line.version == 1 else {
            throw CommandFailure(
                "\(name):\(number): 不是第 1 版的录制行（JSON Lines）；请用 replybot events export 重新导出",
                "\(name):\(number): not a line of a recording, version 1; export it again with replybot events export"
            )
        }
        guard line.body != nil else {
            throw CommandFailure(
                "\(name):\(number): 这一行已脱敏，没有签名的原文，无法重放",
                "\(name):\(number): this line is redacted; without the signed body it cannot be replayed"
            )
        }
        return line
    }
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
