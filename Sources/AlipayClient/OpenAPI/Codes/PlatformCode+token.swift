extension PlatformCode {
    /// Tokens.
    static let tokenCodes: [PlatformCode] = [
        PlatformCode(
            "invalid-auth-token",
            .stopEverything,
            "授权令牌无效：重新获取并更换应用授权令牌",
            "The token is not valid: get a new one and change it"
        ),
        PlatformCode(
            "auth-token-time-out",
            .stopEverything,
            "授权令牌已过期：刷新后更换",
            "The token has expired: refresh it and change it here too"
        ),
        PlatformCode(
            "invalid-app-auth-token",
            .stopEverything,
            "应用授权令牌无效：请商户重新授权，并更换",
            "The application's token is not valid: ask the merchant for a new grant and change it"
        ),
        PlatformCode(
            "invalid-app-auth-token-no-api",
            .stopEverything,
            "授权不含此接口：请商户按新的权限重新授权",
            "The grant does not cover this API: ask the merchant for a new grant that does"
        ),
        PlatformCode(
            "app-auth-token-time-out",
            .stopEverything,
            "应用授权令牌已过期：刷新后更换",
            "The application's token has expired: refresh it and change it here too"
        ),
        PlatformCode(
            "not-support-app-auth",
            .stopEverything,
            "此接口不支持第三方授权：去掉应用授权令牌，用生活号自己的应用",
            "This API cannot be called for another: remove the app_auth_token and use the account's own application"
        ),
        PlatformCode(
            "access-data-time-out",
            .stopEverything,
            "数据授权已过期：请商户重新授权",
            "The grant for data has expired: ask the merchant for a new one"
        ),
        PlatformCode(
            "missing-app-access-token",
            .stopEverything,
            "缺少应用访问令牌：设置应用授权令牌",
            "The application's access token is missing: set the app_auth_token"
        ),
        PlatformCode(
            "missing-session",
            .stopEverything,
            "缺少会话：设置或更换应用授权令牌",
            "The session is missing: set or change the app_auth_token"
        ),
    ]
}
