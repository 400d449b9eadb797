internal import AlipayClient
internal import RuleEngine

extension KeyError {
    /// What is wrong with a key and what to do, for the operator.
    var phrase: Phrase {
        switch self {
        case .empty:
            Phrase("密钥是空的", "the key is empty")
        case .notBase64:
            Phrase(
                "不是完整的 PEM 或 base64:请整段复制,不要漏掉结尾",
                "it is neither PEM nor base64 as a whole: copy all of it, the end included"
            )
        case .notAKey:
            Phrase("是 base64,但内容不是密钥或证书", "it is base64, but neither a key nor a certificate")
        case .encrypted:
            Phrase(
                "私钥带口令;先去掉口令:openssl pkey -in 原文件 -out 新文件,再 chmod 600 新文件",
                "the key is encrypted with a passphrase; remove it: openssl pkey -in OLD -out NEW, then chmod 600 NEW"
            )
        case .publicInsteadOfPrivate:
            Phrase(
                "这里需要应用私钥,给的却是公钥;私钥在生成密钥的那台机器上",
                "the application's private key is needed here, and this is a public key"
            )
        case .privateInsteadOfPublic:
            Phrase(
                "这里需要支付宝公钥,给的却是私钥;请换成控制台里的“支付宝公钥”,并更换这把已外露的私钥",
                "Alipay's public key is needed here, and this is a private key; replace that key wherever it was shown"
            )
        case .notACertificate:
            Phrase("这里需要证书(.crt),给的却是裸密钥", "a certificate (.crt) is needed here, and this is a bare key")
        case .notRSA:
            Phrase("不是 RSA 密钥;支付宝只用 RSA2", "it is not an RSA key, and the platform uses RSA2 only")
        case .weak(let bits):
            Phrase(
                "只有 \(bits) 位;请生成 2048 位的密钥,旧应用可设 alipay.allow_weak_key: true",
                "it has \(bits) bits; make one of 2048, or set alipay.allow_weak_key: true for an old application"
            )
        case .wrongLength(let bytes):
            Phrase(
                "AES 密钥应为 16、24 或 32 字节,现在是 \(bytes) 字节",
                "an AES key has 16, 24 or 32 bytes, and this one has \(bytes)"
            )
        }
    }
}
