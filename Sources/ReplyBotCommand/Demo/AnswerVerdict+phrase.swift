internal import AlipaySimulator
internal import RuleEngine

extension AnswerVerdict {
    /// What the platform makes of an answer, for the operator.
    var phrase: Phrase {
        switch self {
        case .acknowledged:
            Phrase("已签名确认", "signed acknowledgement")
        case .gatewayVerified(let key):
            key == nil
                ? Phrase("网关验证通过", "gateway verified")
                : Phrase("网关验证通过,应答带应用公钥", "gateway verified, with the application's public key")
        case .gatewayRefused:
            Phrase("VERIFY_FAILED:验签失败(已签名)", "VERIFY_FAILED: bad signature (signed answer)")
        case .refused(let status):
            Phrase("拒绝,HTTP \(status),无内容", "refused, HTTP \(status), no content")
        case .wrong(let reason):
            Phrase("应答不合要求:\(reason)", "not an answer that the platform accepts: \(reason)")
        }
    }
}
