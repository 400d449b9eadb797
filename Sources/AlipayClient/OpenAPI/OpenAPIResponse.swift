/// An unverified answer of the OpenAPI.
public struct OpenAPIResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// Header fields; case does not matter in names.
    public let headers: [(name: String, value: String)]
    /// The raw bytes of the body.
    public let body: [UInt8]

    /// Makes an answer.
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

    /// The value of a header; nil when it is missing, empty, or `null`, which the platform sends for a missing value.
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

/// Checks the signatures of answers (PROTOCOL 2.3).
public struct OpenAPIResponseVerifier: Sendable {
    private let credentials: OpenAPICredentials

    /// Makes a verifier.
    ///
    /// - Parameter credentials: the keys that check answers.
    public init(_ credentials: OpenAPICredentials) {
        self.credentials = credentials
    }

    /// The verified and decrypted body of a success.
    ///
    /// - Parameter response: the answer as it came.
    /// - Returns: the JSON.
    /// - Throws: `refused`, `unverifiedAnswer`, `unknownCertificate` or `unreadableAnswer`.
    public func content(of response: OpenAPIResponse) throws(OpenAPIError) -> [UInt8] {
        let isAuthenticated = try authenticate(response)
        guard response.isSuccess else {
            throw .refused(OpenAPIRefusal(response, isAuthenticated: isAuthenticated))
        }
        return try decrypted(response)
    }

    /// Whether the answer is signed; a refusal without a signature of a known key passes as not authenticated.
    private func authenticate(_ response: OpenAPIResponse) throws(OpenAPIError) -> Bool {
        let unverified = OpenAPIError.unverifiedAnswer(status: response.status, traceID: response.traceID)
        guard let signature = response.header("alipay-signature") else {
            guard !response.isSuccess else { throw unverified }
            return false
        }
        let key: VerifyingKey
        do {
            key = try self.key(for: response)
        } catch {
            // An error is certainly no success: a certificate that we lack must not cost the reply (PROTOCOL 2.3).
            guard response.isSuccess else { return false }
            throw error
        }
        let timestamp = response.header("alipay-timestamp") ?? ""
        let nonce = response.header("alipay-nonce") ?? ""
        let message = Array("\(timestamp)\n\(nonce)\n".utf8) + response.body + Array("\n".utf8)
        guard key.isValid(base64: signature, for: message) else { throw unverified }
        return true
    }

    private func key(for response: OpenAPIResponse) throws(OpenAPIError) -> VerifyingKey {
        switch credentials.mode {
        case .key(let key):
            return key
        case .certificate(let identity):
            let serial = response.header("alipay-sn")
            guard let key = identity.key(named: serial) else {
                throw .unknownCertificate(serial: serial ?? "", traceID: response.traceID)
            }
            return key
        }
    }

    private func decrypted(_ response: OpenAPIResponse) throws(OpenAPIError) -> [UInt8] {
        // Only successes are encrypted, and an empty body never is.
        guard let cipher = credentials.cipher, !response.body.isEmpty,
            response.header("alipay-encrypt-type") != nil || response.body.first != UInt8(ascii: "{")
        else { return response.body }
        guard let plain = try? cipher.decrypt(response.body) else {
            throw .unreadableAnswer(traceID: response.traceID)
        }
        return plain
    }
}
