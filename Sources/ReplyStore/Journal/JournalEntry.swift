public import Foundation

/// What is durable before the acknowledgement goes out.
public struct JournalEntry: Sendable, Hashable {
    /// A digest of at least 16 bytes; a second entry with the same digest is a duplicate (RELIABILITY 3.3).
    public var dedupeKey: [UInt8]
    /// The account that received the event.
    public var appID: String
    /// The follower who caused it.
    public var userID: String
    /// The kind of the event, such as `text` or `click`.
    public var kind: String
    /// When the event happened, by its CreateTime.
    public var created: Date
    /// When the request arrived here.
    public var received: Date
    /// The raw signed request.
    public var request: RecordedRequest
    /// Whether the event is too old or too far in the future: it is recorded but never decided.
    public var isStale: Bool

    /// Describes one verified event.
    public init(
        dedupeKey: [UInt8],
        appID: String,
        userID: String,
        kind: String,
        created: Date,
        received: Date,
        request: RecordedRequest,
        isStale: Bool = false
    ) {
        self.dedupeKey = dedupeKey
        self.appID = appID
        self.userID = userID
        self.kind = kind
        self.created = created
        self.received = received
        self.request = request
        self.isStale = isStale
    }
}
