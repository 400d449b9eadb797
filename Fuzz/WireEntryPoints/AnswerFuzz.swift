import AlipayClient

/// For any answer: unsigned it is never a success, and signed by Alipay it is read.
enum AnswerFuzz {
    private static let keys = Result {
        (own: try SigningKey.generate(bits: 512), alipay: try SigningKey.generate(bits: 512))
    }
    private static let cipher = Result { try ContentCipher(base64: "aYA0GP8JEW+D7/UFaskCWA==") }

    static func fault(in bytes: [UInt8]) -> String? {
        let answer = response(from: bytes)
        for isEncrypted in [false, true] {
            do {
                let verifier = try verifiers.get()[isEncrypted ? 1 : 0]
                if let fault = try strangerFault(answer, verifier: verifier)
                    ?? signedFault(answer, verifier: verifier, isEncrypted: isEncrypted)
                {
                    return fault
                }
            } catch {
                return "\(error)"
            }
        }
        return nil
    }

    /// Parses a status, header lines, an empty line and a body, each as far as present.
    private static func response(from bytes: [UInt8]) -> OpenAPIResponse {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        let status = lines.popFirst().flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 200
        var headers: [(name: String, value: String)] = []
        while let line = lines.popFirst(), !line.isEmpty {
            let name = line.prefix { $0 != 0x3A }
            let value = line.dropFirst(name.count + 1)
            headers.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        return OpenAPIResponse(status: status, headers: headers, body: Array(lines.joined(separator: [0x0A])))
    }

    private static let verifiers = Result { try [false, true].map(verifier) }

    private static func verifier(isEncrypted: Bool) throws -> OpenAPIResponseVerifier {
        let credentials = OpenAPICredentials(
            appID: "2021000000000001",
            signingKey: try keys.get().own,
            mode: .key(try keys.get().alipay.verifyingKey()),
            cipher: isEncrypted ? try cipher.get() : nil
        )
        return OpenAPIResponseVerifier(credentials)
    }

    /// Only Alipay's signature makes a success, or an authenticated refusal.
    private static func strangerFault(_ answer: OpenAPIResponse, verifier: OpenAPIResponseVerifier) throws -> String? {
        do throws(OpenAPIError) {
            _ = try verifier.content(of: answer)
            return "an unsigned answer is believed"
        } catch {
            if case .refused(let refusal) = error, refusal.isAuthenticated { return "a refusal counts as signed" }
            let isSuccess = (200..<300).contains(answer.status)
            return isSuccess && error.failureClass == .retry ? "a success that nobody signed is repeated" : nil
        }
    }

    private static func signedFault(
        _ answer: OpenAPIResponse,
        verifier: OpenAPIResponseVerifier,
        isEncrypted: Bool
    ) throws -> String? {
        let message = Array("1\nn\n".utf8) + answer.body + Array("\n".utf8)
        let signature = try keys.get().alipay.signBase64(message)
        let headers = answer.headers.filter { !$0.name.lowercased().hasPrefix("alipay-") }
        let signed = OpenAPIResponse(
            status: answer.status,
            headers: headers + [("alipay-timestamp", "1"), ("alipay-nonce", "n"), ("alipay-signature", signature)],
            body: answer.body
        )
        let isSuccess = (200..<300).contains(answer.status)
        do throws(OpenAPIError) {
            let content = try verifier.content(of: signed)
            guard isSuccess else { return "a refusal is a success" }
            return isEncrypted || content == answer.body ? nil : "the body comes back as another one"
        } catch {
            if case .unreadableAnswer = error { return isEncrypted && isSuccess ? nil : "unreadable, although plain" }
            guard case .refused(let refusal) = error, !isSuccess else { return "signed, and not believed: \(error)" }
            return refusal.isAuthenticated && refusal.status == answer.status ? nil : "a signed refusal is no refusal"
        }
    }
}
