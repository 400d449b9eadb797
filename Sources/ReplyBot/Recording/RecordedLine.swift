package import Evidence
package import Foundation
package import ReplyStore

/// A line of a recording (DESIGN 6, "Recording format").
package enum RecordedLine: Sendable, Hashable {
    /// The version of the format.
    static let version = 1

    /// What a redaction did, by the part of the events; the first line of a redacted recording.
    case redaction([String: String])
    /// A signed request as it came.
    case request(RecordedRequest, received: Date)
    /// A request in the terms of rules; its signed body was redacted.
    case event(TrafficEvent, received: Date)
    /// An operator began a hand-off that lasts until a moment, or ended it (nil).
    case handoff(FollowerKey, until: Date?, received: Date)
    /// Rule files took effect; the text is the beginning of their checksum.
    case reload(rules: String, received: Date)

    /// A request of the journal, or a redacted event that was imported.
    package init(_ event: JournaledEvent) {
        let request = event.entry.request
        self = request.redactedLine ?? .request(request, received: event.entry.received)
    }

    /// When the request came, or the operator's change took effect; nil for the header.
    package var received: Date? {
        switch self {
        case .redaction: nil
        case .request(_, let received), .event(_, let received), .handoff(_, _, let received),
            .reload(_, let received):
            received
        }
    }
}

/// A line with its place in the file.
package struct NumberedLine: Sendable {
    /// The number of the line, counted from 1.
    package let number: Int
    package let line: RecordedLine
    /// The line as it was read, without its end; a copy of it consists of these bytes, so that unknown keys stay.
    package let bytes: [UInt8]
}
