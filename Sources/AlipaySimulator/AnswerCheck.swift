package import AlipayClient

/// The platform's verdict on an answer of the gateway endpoint (PROTOCOL 1.4, 1.6).
package enum AnswerVerdict: Sendable, Hashable {
    /// A validly signed acknowledgement for this follower.
    case acknowledged(userID: String)
    /// A validly signed success of the handshake, with its public key.
    case gatewayVerified(publicKey: String?)
    /// A validly signed `VERIFY_FAILED`.
    case gatewayRefused
    /// Refused without a document.
    case refused(status: Int)
    /// Anything else, with the reason.
    case wrong(String)
}

/// Checks answers as the platform does: by the bytes between the tags.
package struct AnswerCheck: Sendable {
    private let applicationKey: VerifyingKey
    private let signType: SignType

    /// Makes a check.
    ///
    /// - Parameters:
    ///   - applicationKey: the public key that the operator uploaded.
    ///   - signType: the algorithm that the console asks for.
    package init(applicationKey: VerifyingKey, signType: SignType = .rsa2) {
        self.applicationKey = applicationKey
        self.signType = signType
    }

    /// Judges an answer.
    ///
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - body: the raw bytes.
    /// - Returns: the verdict.
    package func verdict(status: Int, body: [UInt8]) -> AnswerVerdict {
        guard status == 200 else { return body.isEmpty ? .refused(status: status) : .wrong("a body with \(status)") }
        guard let response = between("<response>", and: "</response>", in: body),
            let signature = between("<sign>", and: "</sign>", in: body).map({ String(decoding: $0, as: UTF8.self) })
        else { return .wrong("no signed document") }
        guard applicationKey.isValid(base64: signature, for: response, as: signType) else {
            return .wrong("bad signature")
        }
        return content(response)
    }

    private func content(_ response: [UInt8]) -> AnswerVerdict {
        let text = { (name: String) in
            between("<\(name)>", and: "</\(name)>", in: response).map { String(decoding: $0, as: UTF8.self) }
        }
        if text("success") == "true" { return .gatewayVerified(publicKey: text("biz_content")) }
        if text("error_code") == "VERIFY_FAILED" { return .gatewayRefused }
        guard text("MsgType") == "<![CDATA[ack]]>", let user = text("ToUserId") else { return .wrong("no ack") }
        return .acknowledged(userID: String(user.dropFirst("<![CDATA[".count).dropLast("]]>".count)))
    }

    private func between(_ start: String, and end: String, in bytes: [UInt8]) -> [UInt8]? {
        guard let first = bytes.firstRange(of: Array(start.utf8)),
            let last = bytes[first.upperBound...].firstRange(of: Array(end.utf8))
        else { return nil }
        return Array(bytes[first.upperBound..<last.lowerBound])
    }
}
