internal import Foundation
internal import ReplyStore

/// One request of a recording: a line of JSON (DESIGN 6, "Recording format").
struct RecordedLine: Codable, Sendable {
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

    init(_ event: JournaledEvent) {
        received = event.entry.received
        query = event.entry.request.query
        contentType = event.entry.request.contentType
        body = Data(event.entry.request.body)
    }

    /// Reads a line.
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
    func json() throws -> Data {
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
enum RecordedTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// Reads a time.
    static func date(_ text: String) -> Date? {
        guard let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) else { return nil }
        // Whole milliseconds, as they were written: a binary fraction would be a little less.
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }

    /// Writes a time.
    static func text(_ date: Date) -> String {
        // The formatter cuts off what is under a millisecond.
        date.addingTimeInterval(0.000_1).formatted(style)
    }
}
