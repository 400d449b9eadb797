extension PlatformCode {
    /// Signatures and keys.
    static let signatureCodes: [PlatformCode] = [
        PlatformCode(
            "invalid-signature",
            .stopEverything,
            "签名不正确：核对应用私钥与控制台上传的应用公钥（或应用证书）是否为一对",
            "The signature is wrong: check that the private key is the mate of the key or certificate in the console"
        ),
        PlatformCode(
            "missing-signature",
            .stopEverything,
            "请求缺少签名：检查出口代理是否删改了 Authorization 请求头",
            "The request has no signature: check whether a proxy removes the Authorization header"
        ),
        PlatformCode(
            "missing-signature-key",
            .stopEverything,
            "控制台没有应用公钥：在“开发设置 → 接口加签方式”上传",
            "The console has no key of the application: upload it under the settings for signing"
        ),
        PlatformCode(
            "missing-signature-type",
            .stopEverything,
            "请求缺少签名算法：检查出口代理是否删改了 Authorization 请求头",
            "The request names no algorithm: check whether a proxy changes the Authorization header"
        ),
        PlatformCode(
            "missing-default-signature-type",
            .stopEverything,
            "控制台未设置默认签名算法：在“接口加签方式”选择 RSA2",
            "The console has no default algorithm: choose RSA2 under the settings for signing"
        ),
        PlatformCode(
            "missing-signature-config",
            .stopEverything,
            "控制台未配置加签方式：在“开发设置 → 接口加签方式”设置",
            "Signing is not set up in the console: do so under the development settings"
        ),
        PlatformCode(
            "invalid-signature-type",
            .stopEverything,
            "签名算法无效：在控制台“接口加签方式”改用 RSA2",
            "The algorithm is not valid: change to RSA2 under the settings for signing in the console"
        ),
        PlatformCode(
            "invalid-signature-type-said-interface",
            .stopEverything,
            "该接口不接受当前签名算法：在控制台“接口加签方式”改用 RSA2",
            "This API does not take the algorithm: change to RSA2 under the settings for signing in the console"
        ),
        PlatformCode(
            "unsupported-expired-app-key-sign",
            .stopEverything,
            "应用公钥已过期：生成新密钥，上传控制台，并更换应用私钥",
            "The application's key has expired: make a new one, upload its public half, and change the private key"
        ),
        PlatformCode(
            "app-key-security-risk",
            .stopEverything,
            "支付宝认为应用密钥有风险：立即更换密钥，并在控制台处理安全提示",
            "Alipay sees a risk in the application's key: replace it now, and follow the notice in the console"
        ),
        PlatformCode(
            "invalid-digest",
            .stopEverything,
            "摘要不正确：检查出口代理是否改动了请求内容",
            "The digest is wrong: check whether a proxy changes the body"
        ),
        PlatformCode(
            "invalid-digest-type",
            .stopEverything,
            "摘要算法无效：在控制台“接口加签方式”改用 RSA2",
            "The digest's algorithm is not valid: change to RSA2 under the settings for signing in the console"
        ),
        PlatformCode(
            "app-cert-expired",
            .stopEverything,
            "应用证书已过期：在控制台重新申请并更换",
            "The application's certificate has expired: apply for a new one and change it"
        ),
        PlatformCode(
            "app-cert-not-exist",
            .stopEverything,
            "控制台没有这个应用证书：重新下载并更换",
            "The console does not know this application certificate: download it again and change it"
        ),
        PlatformCode(
            "alipay-cert-not-exist",
            .stopEverything,
            "找不到支付宝公钥证书：重新下载并更换",
            "Alipay's certificate is not found: download it again and change it"
        ),
        PlatformCode(
            "missing-app-cert-sn",
            .stopEverything,
            "缺少应用证书序列号：控制台是证书模式，本机也要设置三种证书",
            "The application certificate's SN is missing: the console is in certificate mode; set the three certificate files"
        ),
        PlatformCode(
            "missing-alipay-cert-sn",
            .stopEverything,
            "缺少支付宝证书序列号：设置支付宝公钥证书",
            "The SN of Alipay's certificate is missing: set that certificate"
        ),
        PlatformCode(
            "missing-alipay-root-cert-sn",
            .stopEverything,
            "缺少根证书序列号：设置支付宝根证书",
            "The root certificates' SN is missing: set that file"
        ),
        PlatformCode(
            "invalid-alipay-root-cert-sn",
            .stopEverything,
            "根证书序列号不对：重新下载 alipayRootCert.crt 并更换",
            "The root certificates' SN is wrong: download alipayRootCert.crt again and change it"
        ),
    ]
}
