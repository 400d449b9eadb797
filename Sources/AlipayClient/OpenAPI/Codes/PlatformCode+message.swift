extension PlatformCode {
    /// What custom send itself says of a message.
    static let messageCodes: [PlatformCode] = [
        PlatformCode(
            "SYSTEM_ERROR",
            .retry,
            "支付宝系统繁忙：会自动重试；持续出现时带着 trace id 联系支付宝",
            "Alipay was busy: it is tried again; if it goes on, give Alipay the trace id"
        ),
        PlatformCode(
            "MSG_ENTER_EVENT_OVER_LIMIT",
            .giveUp,
            "每位用户每天只能收到一条“进入”事件的回复：一天内不要再发欢迎语",
            "A follower gets one reply to \"enter\" a day: welcome each follower once a day only"
        ),
        PlatformCode(
            "MSG_SD_OVER_TIME",
            .giveUp,
            "距触发事件超过 5 分钟：检查是否积压，或事件是否晚到",
            "More than 5 minutes passed since the event: see whether sending is behind or the event came late"
        ),
        PlatformCode(
            "MSG_SD_NOBEHAVIOR",
            .giveUp,
            "用户 48 小时内没有互动，不能发送：等用户再次发来消息",
            "The follower did nothing for 48 hours, so nothing can be sent: wait until they write again"
        ),
        PlatformCode(
            "MSG_SD_FOLLOW_NOT_EXISTS",
            .giveUp,
            "对方没有关注生活号，或没有关注事件：无需处理",
            "The recipient does not follow the account, or there was no follow event: nothing to do"
        ),
        PlatformCode(
            "MSG_SD_EVENT_TYPE_NOT_EXISTS",
            .giveUp,
            "event_type 不被接受：这是程序错误，请报告并附上 trace id",
            "The event_type is not accepted: this is a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "MSG_TYPE_ILLEGAL",
            .giveUp,
            "msg_type 不被接受：这是程序错误，请报告并附上 trace id",
            "The msg_type is not accepted: this is a fault of the program; report it with the trace id"
        ),
        PlatformCode(
            "OPEN_ID_IS_ILLEGAL",
            .giveUp,
            "用户 id 不属于这个生活号或类型不对：检查应用 id 是否属于这个生活号",
            "The follower's id is of another account or kind: check that the application's id is this account's"
        ),
        PlatformCode(
            "PUBLIC_CHANNELS_CONFIG_INVAILD",
            .stopEverything,
            "生活号通道未配置：在开放平台控制台完成生活号的签约与设置",
            "The life account's channel is not set up: finish its agreement and settings in the console"
        ),
    ]
}
