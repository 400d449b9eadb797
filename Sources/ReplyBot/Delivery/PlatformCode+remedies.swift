internal import AlipayClient
internal import OperatorText

extension PlatformCode {
    /// Advice for the operator about each code, with the setting or rule that it refers to.
    static let remedies: [String: LocalizedText] = [
        retried, retriedOnce, throttled, expired, refused, faulty.mapValues(faultOfTheProgram), signature, encryption,
        permission, token,
    ]
    .reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }

    private static func faultOfTheProgram(_ beginning: LocalizedText) -> LocalizedText {
        LocalizedText(
            "\(beginning.chinese)：这是程序错误，请报告并附上 trace id",
            "\(beginning.english): a fault of the program; report it with the trace id"
        )
    }

    /// Faults of the platform that pass.
    private static let retried: [String: LocalizedText] = [
        "SYSTEM_ERROR": LocalizedText(
            "支付宝系统繁忙：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay was busy: it is tried again; if it goes on, give Alipay the trace id"
        ),
        "unknow-error": LocalizedText(
            "支付宝未说明的错误：会自动重试；持续出现时带着 trace id 联系支付宝",
            "An error that Alipay does not explain: it is tried again; if it goes on, give Alipay the trace id"
        ),
        "unknown-sub-code": LocalizedText(
            "支付宝内部返回了未知代码：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay met an unknown code inside: it is tried again; if it goes on, give Alipay the trace id"
        ),
        "invalid-response-data": LocalizedText(
            "支付宝内部的应答无效：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay met an invalid answer inside: it is tried again; if it goes on, give Alipay the trace id"
        ),
    ]

    /// Faults that a second attempt settles, with a new time and nonce.
    private static let retriedOnce: [String: LocalizedText] = [
        "decryption-error-unknown": LocalizedText(
            "支付宝解密失败，原因不明：会再试一次；再次失败时核对 AES 密钥",
            "Alipay could not decrypt, for no known reason: it is tried once more; then check the AES key"
        )
        .at(.encryptKey),
        "invalid-timestamp": LocalizedText(
            "时间戳无效：校准本机时钟（timedatectl），会重新签名再试一次",
            "The timestamp is invalid: set this machine's clock (timedatectl); it is tried once more"
        ),
        "illegal-timestamp": LocalizedText(
            "时间戳超出允许范围：校准本机时钟（timedatectl），会重新签名再试一次",
            "The timestamp is out of range: set this machine's clock (timedatectl); it is tried once more"
        ),
    ]

    /// The platform's limits.
    private static let throttled: [String: LocalizedText] = [
        "app-call-limited": LocalizedText(
            "应用调用次数受限：会放慢发送；减少同时发送的条数，或申请提高限额",
            "The application calls too often: sending slows down; send fewer at once, or ask for a higher limit"
        )
        .at(.deliveryRate, .deliveryConcurrency),
        "method-call-limited": LocalizedText(
            "接口调用次数受限：会放慢发送；减少同时发送的条数，或申请提高限额",
            "This API is called too often: sending slows down; send fewer at once, or ask for a higher limit"
        )
        .at(.deliveryRate, .deliveryConcurrency),
        "exceed-api-balance": LocalizedText(
            "接口额度已用完：在控制台购买或等待额度恢复",
            "The quota of this API is used up: buy more in the console, or wait until it is renewed"
        ),
    ]

    /// The event's own limit has passed, not that of an ordinary message.
    private static let expired: [String: LocalizedText] = [
        "MSG_SD_OVER_TIME": LocalizedText(
            "距触发事件超过 5 分钟：检查是否积压，或事件是否晚到",
            "More than 5 minutes passed since the event: see whether sending is behind or the event came late"
        )
    ]

    /// One message and its recipient.
    private static let refused: [String: LocalizedText] = [
        "MSG_ENTER_EVENT_OVER_LIMIT": LocalizedText(
            "每位用户每天只能收到一条“进入”事件的回复：一天内不要再发欢迎语",
            "A follower gets one reply to \"enter\" a day: welcome each follower once a day only"
        )
        .at(LocalizedText("该规则的 cooldown: 1d", "cooldown: 1d in that rule")),
        "MSG_SD_NOBEHAVIOR": LocalizedText(
            "用户 48 小时内没有互动，不能发送：等用户再次发来消息",
            "The follower did nothing for 48 hours, so nothing can be sent: wait until they write again"
        ),
        "MSG_SD_FOLLOW_NOT_EXISTS": LocalizedText(
            "对方没有关注生活号，或没有关注事件：无需处理",
            "The recipient does not follow the account, or there was no follow event: nothing to do"
        ),
        "MSG_SD_EVENT_TYPE_NOT_EXISTS": LocalizedText(
            "event_type 不被接受：这是程序错误，请报告并附上 trace id",
            "The event_type is not accepted: this is a fault of the program; report it with the trace id"
        ),
        "MSG_TYPE_ILLEGAL": LocalizedText(
            "msg_type 不被接受：这是程序错误，请报告并附上 trace id",
            "The msg_type is not accepted: this is a fault of the program; report it with the trace id"
        ),
        "OPEN_ID_IS_ILLEGAL": LocalizedText(
            "用户 id 不属于这个生活号或类型不对：检查应用 id 是否属于这个生活号",
            "The follower's id is of another account or kind: check that the application's id is this account's"
        )
        .at(.appID),
        "invalid-parameter": LocalizedText(
            "参数不被接受：检查消息的长度、链接和图片地址",
            "A parameter is not accepted: check the length, links and pictures of the message"
        )
        .at(LocalizedText("该规则的 reply", "that rule's reply")),
        "invalid-request-data": LocalizedText(
            "请求数据无效：检查消息的长度、链接和图片地址",
            "The data is not valid: check the length, links and pictures of the message"
        )
        .at(LocalizedText("该规则的 reply", "that rule's reply")),
        "openid-error": LocalizedText(
            "open_id 有误：检查应用是否已改用 openid，以及应用 id 是否正确",
            "The open_id is wrong: check whether the application moved to openid, and the application's id"
        )
        .at(.appID),
    ]

    /// Requests that a correct program does not make, each with the beginning of its remedy.
    private static let faulty: [String: LocalizedText] = [
        "illegal-json": LocalizedText(
            "JSON 无效",
            "The JSON is not valid"
        ),
        "invalid-format": LocalizedText(
            "格式无效",
            "The format is not valid"
        ),
        "missing-method": LocalizedText(
            "缺少接口名",
            "The method is missing"
        ),
        "invalid-method": LocalizedText(
            "接口名无效",
            "The method is not valid"
        ),
        "invalid-app-method": LocalizedText(
            "应用不能用此接口名",
            "The method is not valid for the application"
        ),
        "missing-platform": LocalizedText(
            "缺少平台参数",
            "The platform is missing"
        ),
        "invalid-platform": LocalizedText(
            "平台参数无效",
            "The platform is not valid"
        ),
        "missing-version": LocalizedText(
            "缺少版本号",
            "The version is missing"
        ),
        "invalid-version": LocalizedText(
            "版本号无效",
            "The version is not valid"
        ),
        "unsupported-version": LocalizedText(
            "版本不受支持",
            "The version is not supported"
        ),
        "invalid-encoding": LocalizedText(
            "编码无效",
            "The encoding is not valid"
        ),
        "invalid-charset": LocalizedText(
            "字符集无效",
            "The character set is not valid"
        ),
        "unsupport-operation": LocalizedText(
            "操作不受支持",
            "The operation is not supported"
        ),
        "missing-app-uid": LocalizedText(
            "缺少用户 id",
            "The user's id is missing"
        ),
        "illegal-card-no": LocalizedText(
            "卡号无效",
            "The card number is not valid"
        ),
        "upload-fail": LocalizedText(
            "上传失败",
            "The upload failed"
        ),
        "invalid-file-extension": LocalizedText(
            "文件扩展名无效",
            "The file's extension is not valid"
        ),
        "invalid-file-size": LocalizedText(
            "文件大小无效",
            "The file's size is not valid"
        ),
        "file-check-fail": LocalizedText(
            "文件检查未通过",
            "The file was not accepted"
        ),
        "method-forbidden-batch-invoke": LocalizedText(
            "此接口不能批量调用",
            "The method cannot be called in batches"
        ),
        "exist-blank-sub-request-id": LocalizedText(
            "子请求 id 为空",
            "A part of the batch has no id"
        ),
        "exist-repeated-sub-request-id": LocalizedText(
            "子请求 id 重复",
            "Two parts of the batch have the same id"
        ),
    ]

    /// Signatures, keys and certificates.
    private static let signature: [String: LocalizedText] = [
        "invalid-signature": LocalizedText(
            "签名不正确：核对应用私钥与控制台上传的应用公钥（或应用证书）是否为一对",
            "The signature is wrong: check that the private key is the mate of the key or certificate in the console"
        )
        .at(.privateKey, .privateKeyFile),
        "missing-signature": LocalizedText(
            "请求缺少签名：检查出口代理是否删改了 Authorization 请求头",
            "The request has no signature: check whether a proxy removes the Authorization header"
        ),
        "missing-signature-key": LocalizedText(
            "控制台没有应用公钥：在“开发设置 → 接口加签方式”上传",
            "The console has no key of the application: upload it under the settings for signing"
        ),
        "missing-signature-type": LocalizedText(
            "请求缺少签名算法：检查出口代理是否删改了 Authorization 请求头",
            "The request names no algorithm: check whether a proxy changes the Authorization header"
        ),
        "missing-default-signature-type": LocalizedText(
            "控制台未设置默认签名算法：在“接口加签方式”选择 RSA2",
            "The console has no default algorithm: choose RSA2 under the settings for signing"
        ),
        "missing-signature-config": LocalizedText(
            "控制台未配置加签方式：在“开发设置 → 接口加签方式”设置",
            "Signing is not set up in the console: do so under the development settings"
        ),
        "invalid-signature-type": LocalizedText(
            "签名算法无效：在控制台“接口加签方式”改用 RSA2",
            "The algorithm is not valid: change to RSA2 under the settings for signing in the console"
        ),
        "invalid-signature-type-said-interface": LocalizedText(
            "该接口不接受当前签名算法：在控制台“接口加签方式”改用 RSA2",
            "This API does not take the algorithm: change to RSA2 under the settings for signing in the console"
        ),
        "unsupported-expired-app-key-sign": LocalizedText(
            "应用公钥已过期：生成新密钥，上传控制台，并更换应用私钥",
            "The application's key has expired: make a new one, upload its public half, and change the private key"
        )
        .at(.privateKey, .privateKeyFile),
        "app-key-security-risk": LocalizedText(
            "支付宝认为应用密钥有风险：立即更换密钥，并在控制台处理安全提示",
            "Alipay sees a risk in the application's key: replace it now, and follow the notice in the console"
        )
        .at(.privateKey, .privateKeyFile),
        "invalid-digest": LocalizedText(
            "摘要不正确：检查出口代理是否改动了请求内容",
            "The digest is wrong: check whether a proxy changes the body"
        ),
        "invalid-digest-type": LocalizedText(
            "摘要算法无效：在控制台“接口加签方式”改用 RSA2",
            "The digest's algorithm is not valid: change to RSA2 under the settings for signing in the console"
        ),
        "app-cert-expired": LocalizedText(
            "应用证书已过期：在控制台重新申请并更换",
            "The application's certificate has expired: apply for a new one and change it"
        )
        .at(.appCertFile),
        "app-cert-not-exist": LocalizedText(
            "控制台没有这个应用证书：重新下载并更换",
            "The console does not know this application certificate: download it again and change it"
        )
        .at(.appCertFile),
        "alipay-cert-not-exist": LocalizedText(
            "找不到支付宝公钥证书：重新下载并更换",
            "Alipay's certificate is not found: download it again and change it"
        )
        .at(.certFiles),
        "missing-app-cert-sn": LocalizedText(
            "缺少应用证书序列号：控制台是证书模式，本机也要设置三种证书",
            "The application certificate's SN is missing: the console is in certificate mode; set the three certificate files"
        )
        .at(.appCertFile, .certFiles, .rootCertFile),
        "missing-alipay-cert-sn": LocalizedText(
            "缺少支付宝证书序列号：设置支付宝公钥证书",
            "The SN of Alipay's certificate is missing: set that certificate"
        )
        .at(.certFiles),
        "missing-alipay-root-cert-sn": LocalizedText(
            "缺少根证书序列号：设置支付宝根证书",
            "The root certificates' SN is missing: set that file"
        )
        .at(.rootCertFile),
        "invalid-alipay-root-cert-sn": LocalizedText(
            "根证书序列号不对：重新下载 alipayRootCert.crt 并更换",
            "The root certificates' SN is wrong: download alipayRootCert.crt again and change it"
        )
        .at(.rootCertFile),
    ]

    /// Content encryption.
    private static let encryption: [String: LocalizedText] = [
        "missing-encrypt-type": LocalizedText(
            "控制台已启用内容加密：本机也要设置 AES 密钥",
            "The console has content encryption switched on: set the AES key on this side too"
        )
        .at(.encryptKey),
        "missing-encrypt-key": LocalizedText(
            "控制台没有 AES 密钥：在“接口内容加密方式”生成，并在本机设置",
            "The console has no AES key: make one there, and set it on this side too"
        )
        .at(.encryptKey),
        "invalid-encrypt-type": LocalizedText(
            "加密类型无效：在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        "invalid-encrypt": LocalizedText(
            "加密内容无效：核对 AES 密钥与控制台是否一致",
            "The encrypted content is not valid: check that the AES key is the console's"
        )
        .at(.encryptKey),
        "decryption-error": LocalizedText(
            "支付宝无法解密：核对 AES 密钥与控制台是否一致",
            "Alipay cannot decrypt: check that the AES key is the console's"
        )
        .at(.encryptKey),
        "decryption-error-missing-encrypt-type": LocalizedText(
            "缺少加密类型：检查出口代理是否删除了 alipay-encrypt-type 请求头",
            "The kind of encryption is missing: check whether a proxy removes the alipay-encrypt-type header"
        ),
        "decryption-error-not-valid-encrypt-type": LocalizedText(
            "加密类型无效：在控制台“接口内容加密方式”选择 AES",
            "The kind of encryption is not valid: choose AES in the console"
        ),
        "decryption-error-not-valid-encrypt-key": LocalizedText(
            "AES 密钥无效：在控制台重新生成，并在本机更换",
            "The AES key is not valid: make a new one in the console, and change it on this side too"
        )
        .at(.encryptKey),
    ]

    /// The application and its permissions.
    private static let permission: [String: LocalizedText] = [
        "PUBLIC_CHANNELS_CONFIG_INVAILD": LocalizedText(
            "生活号通道未配置：在开放平台控制台完成生活号的签约与设置",
            "The life account's channel is not set up: finish its agreement and settings in the console"
        ),
        "missing-timestamp": LocalizedText(
            "请求缺少时间戳：这是程序错误或代理删改了请求头，检查出口代理",
            "The request has no timestamp: a fault of the program, or of a proxy that changes headers; check the proxy"
        ),
        "insufficient-isv-permissions": LocalizedText(
            "应用没有此接口的权限：在控制台为应用添加生活号能力并等待生效",
            "The application may not use this API: add the life-account ability in the console"
        ),
        "insufficient-user-permissions": LocalizedText(
            "商户没有授权此接口：请商户重新授权，并更换应用授权令牌",
            "The merchant did not grant this API: ask for a new grant, and change the app_auth_token"
        )
        .at(.appAuthToken),
        "illegal-client-ip": LocalizedText(
            "本机出口 IP 不在白名单：在控制台“IP 白名单”添加",
            "This machine's address is not on the list: add it to the IP allow-list in the console"
        ),
        "self-invoke-forbidden": LocalizedText(
            "应用不能代自己调用：去掉应用授权令牌，或改用第三方应用",
            "The application may not call for itself: remove the app_auth_token, or use an ISV application"
        )
        .at(.appAuthToken),
        "app-auth-invoke-limit": LocalizedText(
            "商户授权不允许此调用：请商户重新授权",
            "The merchant's grant does not allow this call: ask for a new grant"
        ),
        "app-api-punished": LocalizedText(
            "接口因违规被停用：在控制台查看处罚通知并申诉",
            "This API was taken away as a penalty: see the notice in the console and appeal"
        ),
        "forbidden-api": LocalizedText(
            "此接口被禁止：在控制台确认应用状态与能力",
            "This API is forbidden: check the application's state and abilities in the console"
        ),
        "missing-app-id": LocalizedText(
            "缺少应用 id：检查应用 id 的设置和出口代理",
            "The application's id is missing: check how it is set, and the proxy"
        )
        .at(.appID),
        "invalid-app-id": LocalizedText(
            "应用 id 无效：核对应用 id（16 位数字），以及是否误用沙箱地址",
            "The application's id is not valid: check it (16 digits), and whether the server is the sandbox"
        )
        .at(.appID, .serverURL),
        "invalid-app-state": LocalizedText(
            "应用未上线或已停用：在控制台提交上线",
            "The application is not live, or was stopped: put it live in the console"
        ),
        "invalid-subscribe-relations": LocalizedText(
            "没有订购关系：在控制台确认商户已订购该应用",
            "There is no subscription: check in the console that the merchant subscribed to the application"
        ),
        "sevice-not-been-subscribed-to": LocalizedText(
            "服务未订购：在控制台订购后再试",
            "The service is not subscribed to: subscribe in the console"
        ),
        "no-product-reg-by-partner": LocalizedText(
            "商户没有签约此产品：在商家中心签约",
            "The merchant has no agreement for this product: sign it in the merchant centre"
        ),
        "invalid-partnerid": LocalizedText(
            "商户 PID 无效：核对应用所属的账号",
            "The merchant's PID is not valid: check to which account the application belongs"
        ),
        "app-unbind-partner": LocalizedText(
            "应用未绑定商户 PID：在控制台绑定",
            "The application is not bound to a merchant's PID: bind it in the console"
        ),
        "app-invalid-oid": LocalizedText(
            "应用的 oid 无效：带着 trace id 联系支付宝",
            "The application's oid is not valid: give Alipay the trace id"
        ),
        "inner-app-no-access": LocalizedText(
            "该应用类型不能访问：换用生活号所属的应用",
            "This kind of application has no access: use the life account's own application"
        ),
        "invalid-inner-invoke-scene": LocalizedText(
            "调用场景无效：带着 trace id 联系支付宝",
            "The scene of the call is not valid: give Alipay the trace id"
        ),
        "invalid-app-api-field-config": LocalizedText(
            "应用的接口字段配置无效：带着 trace id 联系支付宝",
            "The application's field settings for this API are not valid: give Alipay the trace id"
        ),
        "invalid-product": LocalizedText(
            "产品无效：在控制台确认应用已添加生活号能力",
            "The product is not valid: check in the console that the application has the life-account ability"
        ),
        "invalid-auth-relations": LocalizedText(
            "授权关系无效：请商户重新授权，并更换应用授权令牌",
            "The grant is not valid: ask the merchant for a new one, and change the app_auth_token"
        )
        .at(.appAuthToken),
        "invalid-app-auth-relations": LocalizedText(
            "应用授权关系无效：请商户重新授权，并更换应用授权令牌",
            "The application's grant is not valid: ask the merchant for a new one, and change the app_auth_token"
        )
        .at(.appAuthToken),
        "suspected-attack": LocalizedText(
            "支付宝怀疑是攻击：停止改动请求的代理，带着 trace id 联系支付宝",
            "Alipay suspects an attack: stop any proxy that changes requests, and give Alipay the trace id"
        ),
    ]

    /// Tokens.
    private static let token: [String: LocalizedText] = [
        "invalid-auth-token": LocalizedText(
            "授权令牌无效：重新获取并更换应用授权令牌",
            "The token is not valid: get a new one and change it"
        )
        .at(.appAuthToken),
        "auth-token-time-out": LocalizedText(
            "授权令牌已过期：刷新后更换",
            "The token has expired: refresh it and change it here too"
        )
        .at(.appAuthToken),
        "invalid-app-auth-token": LocalizedText(
            "应用授权令牌无效：请商户重新授权，并更换",
            "The application's token is not valid: ask the merchant for a new grant and change it"
        )
        .at(.appAuthToken),
        "invalid-app-auth-token-no-api": LocalizedText(
            "授权不含此接口：请商户按新的权限重新授权",
            "The grant does not cover this API: ask the merchant for a new grant that does"
        ),
        "app-auth-token-time-out": LocalizedText(
            "应用授权令牌已过期：刷新后更换",
            "The application's token has expired: refresh it and change it here too"
        )
        .at(.appAuthToken),
        "not-support-app-auth": LocalizedText(
            "此接口不支持第三方授权：去掉应用授权令牌，用生活号自己的应用",
            "This API cannot be called for another: remove the app_auth_token and use the account's own application"
        )
        .at(.appAuthToken),
        "access-data-time-out": LocalizedText(
            "数据授权已过期：请商户重新授权",
            "The grant for data has expired: ask the merchant for a new one"
        ),
        "missing-app-access-token": LocalizedText(
            "缺少应用访问令牌：设置应用授权令牌",
            "The application's access token is missing: set the app_auth_token"
        )
        .at(.appAuthToken),
        "missing-session": LocalizedText(
            "缺少会话：设置或更换应用授权令牌",
            "The session is missing: set or change the app_auth_token"
        )
        .at(.appAuthToken),
    ]
}
