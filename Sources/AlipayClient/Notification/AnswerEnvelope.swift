/// The signed document around every answer (PROTOCOL 1.4, 1.6).
struct AnswerEnvelope: Sendable {
    let key: SigningKey
    let signType: SignType

    /// The signature covers the bytes between `<response>` and `</response>`, and nothing outside (PROTOCOL 1.4).
    ///
    /// `remark` stands between the response and its signature.
    func signed(_ response: String, in charset: Charset, remark: String = "") throws(CryptoError) -> SignedAnswer {
        let content = charset.encode(response)
        let signature = try key.signBase64(content, as: signType)
        let before = "<?xml version=\"1.0\" encoding=\"\(charset.rawValue)\"?><alipay><response>"
        let after =
            "</response>" + remark + XMLWriter.element("sign", signature)
            + XMLWriter.element("sign_type", signType.rawValue) + "</alipay>"
        // Around the response everything is ASCII, which is the same in both character sets.
        var body = Array(before.utf8)
        body.reserveCapacity(before.utf8.count + content.count + after.utf8.count)
        body += content
        body += after.utf8
        return SignedAnswer(body: body, charset: charset)
    }
}
