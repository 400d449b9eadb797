/// Why an attempt or a reply ended as it did, as kept for the operator.
public struct ReplyReason: Sendable, Hashable {
    /// The platform's error code, or a name of ours where there is none.
    public var code: String
    /// The id of the platform's answer, for its support.
    public var traceID: String?

    /// A reason.
    public init(code: String, traceID: String? = nil) {
        self.code = code
        self.traceID = traceID
    }
}

extension ReplyReason: ExpressibleByStringLiteral {
    /// A reason of ours.
    public init(stringLiteral code: String) {
        self.init(code: code)
    }
}
