public import Foundation

/// A call of the v3 OpenAPI, before encryption and signature.
public struct OpenAPIRequest: Sendable, Hashable {
    /// The method in upper case.
    public let method: String
    /// Path and query exactly as they are sent.
    public let uri: String
    /// The JSON, exactly as it is signed and sent.
    public let body: [UInt8]

    /// Makes a call.
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

/// A call as it is sent: nothing may change after the signature.
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
    /// Names the call, without the merchant's token and the message.
    public var description: String { "SignedOpenAPIRequest(\(method) \(uri), <REDACTED>)" }

    /// Shows nothing to `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Encrypts and signs calls of the v3 OpenAPI (PROTOCOL 2.1, 2.2).
public struct OpenAPISigner: Sendable {
    private let credentials: OpenAPICredentials

    /// Makes a signer.
    ///
    /// - Parameter credentials: our identity.
    public init(_ credentials: OpenAPICredentials) {
        self.credentials = credentials
    }

    /// Signs one attempt; every attempt needs a nonce and a time of its own.
    ///
    /// - Parameters:
    ///   - request: the call.
    ///   - nonce: unique for each attempt.
    ///   - date: the time of the attempt.
    ///   - requestID: identifies the attempt in the platform's traces.
    /// - Returns: the signed call.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func sign(
        _ request: OpenAPIRequest,
        nonce: String,
        at date: Date,
        requestID: String
    ) throws(CryptoError) -> SignedOpenAPIRequest {
        let encrypted = try encrypt(request.body)
        let body = encrypted ?? request.body
        let authorization = authorizationFields(nonce: nonce, date: date)
        let message = textToSign(request, authorization: authorization, body: body)
        let signature = try credentials.signingKey.signBase64(message)
        return SignedOpenAPIRequest(
            method: request.method,
            uri: request.uri,
            headers: [("Authorization", "ALIPAY-SHA256withRSA \(authorization),sign=\(signature)")]
                + headers(isEncrypted: encrypted != nil, requestID: requestID),
            body: body
        )
    }

    /// An empty body is never encrypted (PROTOCOL 2.4).
    private func encrypt(_ body: [UInt8]) throws(CryptoError) -> [UInt8]? {
        guard let cipher = credentials.cipher, !body.isEmpty else { return nil }
        return try cipher.encrypt(body)
    }

    private func authorizationFields(nonce: String, date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
        var fields = "app_id=\(credentials.appID)"
        if case .certificate(let identity) = credentials.mode {
            fields += ",app_cert_sn=\(identity.appCertificateSerial)"
        }
        return fields + ",nonce=\(nonce),timestamp=\(milliseconds)"
    }

    private func textToSign(_ request: OpenAPIRequest, authorization: String, body: [UInt8]) -> [UInt8] {
        var text = Array("\(authorization)\n\(request.method)\n\(request.uri)\n".utf8) + body + Array("\n".utf8)
        if let token = credentials.appAuthToken {
            text += Array("\(token)\n".utf8)
        }
        return text
    }

    private func headers(isEncrypted: Bool, requestID: String) -> [(name: String, value: String)] {
        var headers = [
            (name: "Content-Type", value: isEncrypted ? "text/plain" : "application/json"),
            (name: "Accept", value: "application/json"),
            (name: "alipay-request-id", value: requestID),
        ]
        if isEncrypted {
            headers.append((name: "alipay-encrypt-type", value: "AES"))
        }
        if case .certificate(let identity) = credentials.mode {
            headers.append((name: "alipay-root-cert-sn", value: identity.rootCertificateSerial))
        }
        if let token = credentials.appAuthToken {
            headers.append((name: "alipay-app-auth-token", value: token))
        }
        return headers
    }
}
