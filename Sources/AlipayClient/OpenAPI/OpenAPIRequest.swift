/// A call of the v3 OpenAPI, before encryption and signature.
public struct OpenAPIRequest: Sendable, Hashable {
    /// The method in upper case.
    public let method: String
    /// Path and query exactly as they are sent.
    public let uri: String
    /// The JSON, in the bytes that are signed and sent.
    public let body: [UInt8]

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - uri: path and query, percent-encoded, without the host.
    ///   - body: the JSON; may be empty.
    public init(method: String = "POST", uri: String, body: [UInt8]) {
        self.method = method
        self.uri = uri
        self.body = body
    }
}

/// A call as it goes out: nothing may change between the signature and the socket.
public struct SignedOpenAPIRequest: Sendable {
    /// The method in upper case.
    public let method: String
    /// Path and query.
    public let uri: String
    /// Names and values in the order in which they are sent.
    public let headers: [(name: String, value: String)]
    /// The bytes of the body.
    public let body: [UInt8]
}

extension SignedOpenAPIRequest: CustomStringConvertible, CustomReflectable {
    /// Names the call, and shows neither the merchant's token nor the message.
    public var description: String { "SignedOpenAPIRequest(\(method) \(uri), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
