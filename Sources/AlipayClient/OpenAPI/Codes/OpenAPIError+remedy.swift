extension OpenAPIError {
    /// What a person can do about it.
    public var remedy: Remedy {
        switch self {
        case .refused(let refusal): refusal.remedy
        case .unsendable: OpenAPIError.unsendableRemedy
        case .unverifiedAnswer: OpenAPIError.unverifiedRemedy
        case .unknownCertificate(let serial, _): OpenAPIError.unknownCertificateRemedy(serial)
        case .unreadableAnswer: OpenAPIError.unreadableRemedy
        case .notConnected: OpenAPIError.notConnectedRemedy
        case .ambiguous: OpenAPIError.ambiguousRemedy
        case .signingFailed: OpenAPIError.signingRemedy
        }
    }

    private static let unsendableRemedy = Remedy(
        chinese: "消息不符合接口的限制，没有发送：缩短或补全这条消息",
        english: "The message is outside the API's limits and was not sent: shorten or complete it"
    )

    private static let unverifiedRemedy = Remedy(
        chinese: "应答没有支付宝的有效签名：核对支付宝公钥（证书）和接口地址，检查出口代理是否改动内容",
        english:
            "The answer is not validly signed: check Alipay's key or certificate, the server's address and any proxy"
    )

    private static func unknownCertificateRemedy(_ serial: String) -> Remedy {
        let name = String(serial.unicodeScalars.filter { $0.properties.isASCIIHexDigit }.prefix(40).map(Character.init))
        return Remedy(
            chinese: "支付宝换用了证书 \(name)：在控制台重新下载支付宝公钥证书，与旧证书一起使用",
            english: "Alipay now signs with certificate \(name): download it, and use it beside the old one"
        )
    }

    private static let unreadableRemedy = Remedy(
        chinese: "应答无法解密：核对 AES 密钥与控制台是否一致",
        english: "The answer cannot be decrypted: check that the AES key is the console's"
    )

    private static let notConnectedRemedy = Remedy(
        chinese: "连不上支付宝：检查网络、DNS、防火墙和接口地址",
        english: "Alipay cannot be reached: check network, DNS, firewall and the server's address"
    )

    private static let ambiguousRemedy = Remedy(
        chinese: "连接中断或超时，消息可能已送达：检查网络，再决定是否重发",
        english:
            "The connection broke or time ran out, so it may have arrived: check the network before it is sent again"
    )

    private static let signingRemedy = Remedy(
        chinese: "本机签名失败：检查 OpenSSL 与内存，然后重启",
        english: "Signing failed on this machine: check OpenSSL and memory, and start again"
    )
}

extension OpenAPIRefusal {
    /// What a person can do about it; for unknown codes the platform's own words are the best there is.
    public var remedy: Remedy {
        code.flatMap(PlatformCode.named)?.remedy
            ?? Remedy(
                chinese: "未知的错误码：在开放平台文档中查找，或带着 trace id 联系支付宝",
                english: "The code is not known: look it up in the platform's documents, or give Alipay the trace id"
            )
    }
}
