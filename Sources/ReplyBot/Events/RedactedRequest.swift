internal import Foundation
internal import ReplyStore

/// A redacted event in the journal: its line of the recording stands in place of a signed request.
extension RecordedRequest {
    private static let redactedType = "application/x-replybot-recording"

    /// The request that holds a redacted event.
    init(holding line: RecordedLine) {
        self.init(query: "", contentType: Self.redactedType, body: Array(line.json().utf8))
    }

    /// The redacted event that it holds; nil for a signed request.
    var redactedLine: RecordedLine? {
        guard contentType == Self.redactedType, query.isEmpty, let line = try? RecordedLine(json: body),
            case .event = line
        else { return nil }
        return line
    }
}
