/// An answer of the OpenAPI as it came, before anything in it is believed.
public struct OpenAPIResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// Header fields; names are compared without regard to case.
    public let headers: [(name: String, value: String)]
    /// The raw bytes of the body.
    public let body: [UInt8]

    /// Holds an answer.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - headers: header fields.
    ///   - body: the raw bytes.
    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header; nil when it is missing, empty, or the text `null`, which the platform sends for none.
    func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        guard let value = headers.first(where: { $0.name.lowercased() == wanted })?.value, !value.isEmpty,
            value != "null"
        else { return nil }
        return value
    }

    /// The id by which the platform finds this call in its traces.
    public var traceID: String? { header("alipay-trace-id") }

    var isSuccess: Bool { (200..<300).contains(status) }
}
