extension PlatformCode {
    /// Content encryption.
    static let encryptionCodes: [PlatformCode] = [
        PlatformCode(
            "missing-encrypt-type",
            .stopEverything,
            "控制台已启用内容加密：本机也要设置 AES 密钥",
            "The console has content encryption switched on: set the AES key on this side too"
        ),
        PlatformCode(
            "missing-encrypt-key",
            .stopEverything,
            "控制台没有 AES 密钥：在“接口内容加密方式”生成，并在本机设置",
            "The console has no AES key: make one there, and set it on this side too"
        ),
        PlatformCode(
            "invalid-encrypt-type",
            .stopEverything,
            "加密类型无效：在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        PlatformCode(
            "invalid-encrypt",
            .stopEverything,
            "加密内容无效：核对 AES 密钥与控制台是否一致",
            "The encrypted content is not valid: check that the AES key is the console's"
        ),
        PlatformCode(
            "decryption-error",
            .stopEverything,
            "支付宝无法解密：核对 AES 密钥与控制台是否一致",
            "Alipay cannot decrypt: check that the AES key is the console's"
        ),
        PlatformCode(
            "decryption-error-missing-encrypt-type",
            .stopEverything,
            "缺少加密类型：检查出口代理是否删除了 alipay-encrypt-type 请求头",
            "The kind of encryption is missing: check whether a proxy removes the alipay-encrypt-type header"
        ),
        PlatformCode(
            "decryption-error-not-valid-encrypt-type",
            .stopEverything,
            "加密类型无效：在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        PlatformCode(
            "decryption-error-not-valid-encrypt-key",
            .stopEverything,
            "AES 密钥无效：在控制台重新生成，并在本机更换",
            "The AES key is not valid: make a new one in the console, and change it on this side too"
        ),
    ]
}
