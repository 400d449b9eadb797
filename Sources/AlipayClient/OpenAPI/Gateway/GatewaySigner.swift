public import Foundation

/// Encrypts and signs calls of the old gateway (PROTOCOL 2.8).
public struct GatewaySigner: Sendable {
    private let credentials: OpenAPICredentials
    private let charset: Charset

    /// Makes a signer.
    ///
    /// - Parameters:
    ///   - credentials: who we are.
    ///   - charset: the character set of the calls.
    public init(_ credentials: OpenAPICredentials, charset: Charset = .utf8) {
        self.credentials = credentials
        self.charset = charset
    }

    /// Signs one attempt of a call.
    ///
    /// - Parameters:
    ///   - call: the call.
    ///   - date: the time of the attempt.
    /// - Returns: the call as it goes out; the character set is in its address too.
    /// - Throws: `CryptoError` when libcrypto fails.
    public func sign(_ call: GatewayCall, at date: Date) throws(CryptoError) -> SignedOpenAPIRequest {
        let parameters = GatewayParameters(try values(call, at: date), in: charset)
        let signature = try credentials.signingKey.signBase64(parameters.textToSign)
        return SignedOpenAPIRequest(
            method: "POST",
            uri: "\(call.path)?charset=\(charset.rawValue)",
            headers: [("Content-Type", "application/x-www-form-urlencoded;charset=\(charset.rawValue)")],
            body: parameters.form(signature: signature)
        )
    }

    private func values(_ call: GatewayCall, at date: Date) throws(CryptoError) -> [(name: String, value: String)] {
        var values = [
            ("app_id", credentials.appID), ("method", call.method), ("format", "json"), ("charset", charset.rawValue),
            ("sign_type", SignType.rsa2.rawValue), ("timestamp", GatewaySigner.timestamp(date)), ("version", "1.0"),
            ("app_auth_token", credentials.appAuthToken ?? ""),
        ]
        if case .certificate(let identity) = credentials.mode {
            values.append(("app_cert_sn", identity.appCertificateSerial))
            values.append(("alipay_root_cert_sn", identity.rootCertificateSerial))
        }
        guard let cipher = credentials.cipher, !call.content.isEmpty else {
            return values + [("biz_content", call.content)]
        }
        let encrypted = String(decoding: try cipher.encrypt(charset.encode(call.content)), as: UTF8.self)
        return values + [("encrypt_type", "AES"), ("biz_content", encrypted)]
    }

    /// The platform's clock is eight hours before UTC's, all year.
    private static func timestamp(_ date: Date) -> String {
        date.addingTimeInterval(8 * 3_600).ISO8601Format().replacing("T", with: " ").replacing("Z", with: "")
    }
}
