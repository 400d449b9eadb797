extension PlatformCode {
    /// Faults of the platform, and its limits.
    static let platformCodes: [PlatformCode] = [
        PlatformCode(
            "unknow-error",
            .retry,
            "支付宝未说明的错误：会自动重试；持续出现时带着 trace id 联系支付宝",
            "An error that Alipay does not explain: it is tried again; if it goes on, give Alipay the trace id"
        ),
        PlatformCode(
            "unknown-sub-code",
            .retry,
            "支付宝内部返回了未知代码：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay met an unknown code inside: it is tried again; if it goes on, give Alipay the trace id"
        ),
        PlatformCode(
            "invalid-response-data",
            .retry,
            "支付宝内部的应答无效：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay met an invalid answer inside: it is tried again; if it goes on, give Alipay the trace id"
        ),
        PlatformCode(
            "decryption-error-unknown",
            .retry,
            attempts: 2,
            "支付宝解密失败，原因不明：会再试一次；再次失败时核对 AES 密钥",
            "Alipay could not decrypt, for no known reason: it is tried once more; then check the AES key"
        ),
        PlatformCode(
            "invalid-timestamp",
            .retry,
            attempts: 2,
            "时间戳无效：校准本机时钟（timedatectl），会重新签名再试一次",
            "The timestamp is invalid: set this machine's clock (timedatectl); it is tried once more"
        ),
        PlatformCode(
            "illegal-timestamp",
            .retry,
            attempts: 2,
            "时间戳超出允许范围：校准本机时钟（timedatectl），会重新签名再试一次",
            "The timestamp is out of range: set this machine's clock (timedatectl); it is tried once more"
        ),
        PlatformCode(
            "missing-timestamp",
            .stopEverything,
            "请求缺少时间戳：这是程序错误或代理删改了请求头，检查出口代理",
            "The request has no timestamp: a fault of the program, or of a proxy that changes headers; check the proxy"
        ),
        PlatformCode(
            "app-call-limited",
            .slowDown,
            "应用调用次数受限：会放慢发送；减少同时发送的条数，或申请提高限额",
            "The application calls too often: sending slows down; send fewer at once, or ask for a higher limit"
        ),
        PlatformCode(
            "method-call-limited",
            .slowDown,
            "接口调用次数受限：会放慢发送；减少同时发送的条数，或申请提高限额",
            "This API is called too often: sending slows down; send fewer at once, or ask for a higher limit"
        ),
        PlatformCode(
            "exceed-api-balance",
            .slowDown,
            "接口额度已用完：在控制台购买或等待额度恢复",
            "The quota of this API is used up: buy more in the console, or wait until it is renewed"
        ),
    ]
}
