extension PlatformCode {
    /// Content encryption.
    static let encryptionCodes: [PlatformCode] = [
        PlatformCode(
            "missing-encrypt-type",
            .stopEverything,
            "控制台已启用内容加密:设置 alipay.encrypt_key",
            "The console has content encryption switched on: set alipay.encrypt_key"
        ),
        PlatformCode(
            "missing-encrypt-key",
            .stopEverything,
            "控制台没有 AES 密钥:在“接口内容加密方式”生成,并设置 alipay.encrypt_key",
            "The console has no AES key: make one there, and set alipay.encrypt_key"
        ),
        PlatformCode(
            "invalid-encrypt-type",
            .stopEverything,
            "加密类型无效:在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        PlatformCode(
            "invalid-encrypt",
            .stopEverything,
            "加密内容无效:核对 alipay.encrypt_key 与控制台是否一致",
            "The encrypted content is not valid: check that alipay.encrypt_key is the console's"
        ),
        PlatformCode(
            "decryption-error",
            .stopEverything,
            "支付宝无法解密:核对 alipay.encrypt_key 与控制台是否一致",
            "Alipay cannot decrypt: check that alipay.encrypt_key is the console's"
        ),
        PlatformCode(
            "decryption-error-missing-encrypt-type",
            .stopEverything,
            "缺少加密类型:检查出口代理是否删除了 alipay-encrypt-type 请求头",
            "The kind of encryption is missing: check whether a proxy removes the alipay-encrypt-type header"
        ),
        PlatformCode(
            "decryption-error-not-valid-encrypt-type",
            .stopEverything,
            "加密类型无效:在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        PlatformCode(
            "decryption-error-not-valid-encrypt-key",
            .stopEverything,
            "AES 密钥无效:在控制台重新生成,并更换 alipay.encrypt_key",
            "The AES key is not valid: make a new one in the console, and change alipay.encrypt_key"
        ),
    ]
}
