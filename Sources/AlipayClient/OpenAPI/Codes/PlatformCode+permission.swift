extension PlatformCode {
    /// The application and what it may do.
    static let permissionCodes: [PlatformCode] = [
        PlatformCode(
            "insufficient-isv-permissions",
            .stopEverything,
            "应用没有此接口的权限：在控制台为应用添加生活号能力并等待生效",
            "The application may not use this API: add the life-account ability in the console"
        ),
        PlatformCode(
            "insufficient-user-permissions",
            .stopEverything,
            "商户没有授权此接口：请商户重新授权，并更换应用授权令牌",
            "The merchant did not grant this API: ask for a new grant, and change the app_auth_token"
        ),
        PlatformCode(
            "illegal-client-ip",
            .stopEverything,
            "本机出口 IP 不在白名单：在控制台“IP 白名单”添加",
            "This machine's address is not on the list: add it to the IP allow-list in the console"
        ),
        PlatformCode(
            "self-invoke-forbidden",
            .stopEverything,
            "应用不能代自己调用：去掉应用授权令牌，或改用第三方应用",
            "The application may not call for itself: remove the app_auth_token, or use an ISV application"
        ),
        PlatformCode(
            "app-auth-invoke-limit",
            .stopEverything,
            "商户授权不允许此调用：请商户重新授权",
            "The merchant's grant does not allow this call: ask for a new grant"
        ),
        PlatformCode(
            "app-api-punished",
            .stopEverything,
            "接口因违规被停用：在控制台查看处罚通知并申诉",
            "This API was taken away as a penalty: see the notice in the console and appeal"
        ),
        PlatformCode(
            "forbidden-api",
            .stopEverything,
            "此接口被禁止：在控制台确认应用状态与能力",
            "This API is forbidden: check the application's state and abilities in the console"
        ),
        PlatformCode(
            "missing-app-id",
            .stopEverything,
            "缺少应用 id：检查应用 id 的设置和出口代理",
            "The application's id is missing: check how it is set, and the proxy"
        ),
        PlatformCode(
            "invalid-app-id",
            .stopEverything,
            "应用 id 无效：核对应用 id（16 位数字），以及是否误用沙箱地址",
            "The application's id is not valid: check it (16 digits), and whether the server is the sandbox"
        ),
        PlatformCode(
            "invalid-app-state",
            .stopEverything,
            "应用未上线或已停用：在控制台提交上线",
            "The application is not live, or was stopped: put it live in the console"
        ),
        PlatformCode(
            "invalid-subscribe-relations",
            .stopEverything,
            "没有订购关系：在控制台确认商户已订购该应用",
            "There is no subscription: check in the console that the merchant subscribed to the application"
        ),
        PlatformCode(
            "sevice-not-been-subscribed-to",
            .stopEverything,
            "服务未订购：在控制台订购后再试",
            "The service is not subscribed to: subscribe in the console"
        ),
        PlatformCode(
            "no-product-reg-by-partner",
            .stopEverything,
            "商户没有签约此产品：在商家中心签约",
            "The merchant has no agreement for this product: sign it in the merchant centre"
        ),
        PlatformCode(
            "invalid-partnerid",
            .stopEverything,
            "商户 PID 无效：核对应用所属的账号",
            "The merchant's PID is not valid: check to which account the application belongs"
        ),
        PlatformCode(
            "app-unbind-partner",
            .stopEverything,
            "应用未绑定商户 PID：在控制台绑定",
            "The application is not bound to a merchant's PID: bind it in the console"
        ),
        PlatformCode(
            "app-invalid-oid",
            .stopEverything,
            "应用的 oid 无效：带着 trace id 联系支付宝",
            "The application's oid is not valid: give Alipay the trace id"
        ),
        PlatformCode(
            "inner-app-no-access",
            .stopEverything,
            "该应用类型不能访问：换用生活号所属的应用",
            "This kind of application has no access: use the life account's own application"
        ),
        PlatformCode(
            "invalid-inner-invoke-scene",
            .stopEverything,
            "调用场景无效：带着 trace id 联系支付宝",
            "The scene of the call is not valid: give Alipay the trace id"
        ),
        PlatformCode(
            "invalid-app-api-field-config",
            .stopEverything,
            "应用的接口字段配置无效：带着 trace id 联系支付宝",
            "The application's field settings for this API are not valid: give Alipay the trace id"
        ),
        PlatformCode(
            "invalid-product",
            .stopEverything,
            "产品无效：在控制台确认应用已添加生活号能力",
            "The product is not valid: check in the console that the application has the life-account ability"
        ),
        PlatformCode(
            "invalid-auth-relations",
            .stopEverything,
            "授权关系无效：请商户重新授权，并更换应用授权令牌",
            "The grant is not valid: ask the merchant for a new one, and change the app_auth_token"
        ),
        PlatformCode(
            "invalid-app-auth-relations",
            .stopEverything,
            "应用授权关系无效：请商户重新授权，并更换应用授权令牌",
            "The application's grant is not valid: ask the merchant for a new one, and change the app_auth_token"
        ),
        PlatformCode(
            "suspected-attack",
            .stopEverything,
            "支付宝怀疑是攻击：停止改动请求的代理，带着 trace id 联系支付宝",
            "Alipay suspects an attack: stop any proxy that changes requests, and give Alipay the trace id"
        ),
    ]
}
