internal import Foundation

/// Checks the signature of the old gateway's answers before anything in them is believed (PROTOCOL 2.8).
public struct GatewayResponseVerifier: Sendable {
    private let credentials: OpenAPICredentials

    /// Makes a verifier.
    ///
    /// - Parameter credentials: how answers are checked.
    public init(_ credentials: OpenAPICredentials) {
        self.credentials = credentials
    }

    /// The verified and decrypted content of a success.
    ///
    /// - Parameters:
    ///   - response: the answer as it came; in GBK when it is no UTF-8, whatever was asked for.
    ///   - method: the API that was called.
    /// - Returns: the JSON of the answer's node, in UTF-8.
    /// - Throws: `refused`, `unverifiedAnswer`, `unknownCertificate` or `unreadableAnswer`.
    public func content(of response: OpenAPIResponse, method: String) throws(OpenAPIError) -> [UInt8] {
        let charset: Charset = Charset.utf8.utf8(response.body) == nil ? .gbk : .utf8
        let members = JSONMembers(response.body, in: charset)
        let success = members?.value(method.replacing(".", with: "_") + "_response")
        guard response.isSuccess, let members, let node = success ?? members.value("error_response") else {
            throw response.isSuccess ? unverified(response) : .refused(OpenAPIRefusal(response, isAuthenticated: false))
        }
        let doubt = try doubt(in: node, members, response)
        // What nobody signed is not decrypted either; refusals come in plain text.
        if let doubt, node.first != UInt8(ascii: "{") { throw doubt }
        let content = try plain(node, in: charset, response)
        guard let verdict = try? JSONDecoder().decode(GatewayVerdict.self, from: Data(content)) else {
            throw doubt ?? .unreadableAnswer(traceID: response.traceID)
        }
        guard verdict.isSuccess, success != nil else {
            throw .refused(OpenAPIRefusal(verdict, response, isAuthenticated: doubt == nil))
        }
        if let doubt { throw doubt }
        return content
    }

    /// Why the node may not be Alipay's, where there is no signature that we can check; nil when it is.
    ///
    /// The signature covers the bytes as they stand in the answer, ciphertext included. A wrong one is no doubt but
    /// the end.
    private func doubt(
        in node: [UInt8],
        _ members: JSONMembers,
        _ response: OpenAPIResponse
    ) throws(OpenAPIError) -> OpenAPIError? {
        guard let sign = members.value("sign").flatMap(GatewayResponseVerifier.string) else {
            return unverified(response)
        }
        let serial = members.value("alipay_cert_sn").flatMap(GatewayResponseVerifier.string)
        guard let key = key(named: serial) else {
            return .unknownCertificate(serial: serial ?? "", traceID: response.traceID)
        }
        guard key.isValid(base64: sign, for: node) else { throw unverified(response) }
        return nil
    }

    private func key(named serial: String?) -> VerifyingKey? {
        switch credentials.mode {
        case .key(let key): key
        case .certificate(let identity): identity.key(named: serial)
        }
    }

    /// An encrypted node is one string.
    private func plain(
        _ node: [UInt8],
        in charset: Charset,
        _ response: OpenAPIResponse
    ) throws(OpenAPIError) -> [UInt8] {
        var content = node
        if let encrypted = GatewayResponseVerifier.string(node) {
            guard let decrypted = try? credentials.cipher?.decrypt(Array(encrypted.utf8)) else {
                throw .unreadableAnswer(traceID: response.traceID)
            }
            content = decrypted
        }
        guard let text = charset.utf8(content) else { throw .unreadableAnswer(traceID: response.traceID) }
        return text
    }

    private func unverified(_ response: OpenAPIResponse) -> OpenAPIError {
        .unverifiedAnswer(status: response.status, traceID: response.traceID)
    }

    /// The text of a JSON string; nil for any other value.
    private static func string(_ value: [UInt8]) -> String? {
        guard value.first == UInt8(ascii: "\"") else { return nil }
        return try? JSONDecoder().decode(String.self, from: Data(value))
    }
}
