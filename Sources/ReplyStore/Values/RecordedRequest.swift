/// A signed request exactly as it came in, so that it can be verified and replayed later.
public struct RecordedRequest: Sendable, Hashable {
    /// The query string, without the question mark.
    public var query: String
    /// The value of the `Content-Type` header; empty when there was none.
    public var contentType: String
    /// The body's bytes, in the charset in which they were signed.
    public var body: [UInt8]

    /// Keeps one request.
    public init(query: String, contentType: String, body: [UInt8]) {
        self.query = query
        self.contentType = contentType
        self.body = body
    }
}
