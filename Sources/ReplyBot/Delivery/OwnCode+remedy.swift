internal import RuleEngine

extension OwnCode {
    /// What a person can do about it.
    var remedy: Phrase {
        switch self {
        case .ambiguous:
            Phrase(
                "连接中断或超时,消息可能已送达:检查网络;是否重发由 delivery.on_ambiguous 决定",
                "the connection broke or time ran out, so it may have arrived: check the network, and delivery.on_ambiguous"
            )
        case .clock, .closing, .heldBack, .lease, .notBegun: Phrase("会自动再发,不用处理", "it is sent again by itself")
        case .dailyQuota:
            Phrase("这位用户今天的条数已用完:明天再试", "this follower has had as many messages as a day allows: try tomorrow")
        case .dropped: Phrase("已由操作员放弃", "it was given up by an operator")
        case .expired:
            Phrase(
                "超过了回复的有效期没有发出:看它之前的错误;需要时 queue retry",
                "its lifetime ended before it was sent: see what failed before; queue retry if it is still wanted"
            )
        case .handoff: Phrase("有人工接待,机器人不说话", "a person has taken over, so the bot is silent")
        case .notConnected:
            Phrase(
                "连不上支付宝:检查网络、DNS、防火墙和 alipay.server_url",
                "Alipay cannot be reached: check network, DNS, firewall and alipay.server_url"
            )
        case .outsideWindow:
            Phrase("用户 48 小时内没有互动:等用户再来", "the follower did nothing for 48 hours: wait until they do")
        case .retryBudget: Phrase("重发太多,稍后自动再发", "too much is being repeated: it is sent again by itself")
        case .signingFailed:
            Phrase(
                "本机签名失败:检查 OpenSSL 与内存,然后重启",
                "signing failed on this machine: check OpenSSL and memory, and start again"
            )
        case .store: Phrase("数据库不能读写:检查磁盘", "the store cannot be used: check the disk")
        case .unknownCertificate:
            Phrase(
                "支付宝换了证书:重新下载,加入 alipay.cert_files 后重新加载(SIGHUP)",
                "Alipay has another certificate: download it, add it to alipay.cert_files and reload (SIGHUP)"
            )
        case .poison, .undecidable:
            Phrase(
                "判断这个事件时程序崩溃或出错:请报告;升级后 queue retry,或 queue drop",
                "deciding this event ended the process, or failed: report it; queue retry after an upgrade, or queue drop"
            )
        case .unreadable: Phrase("是别的版本写入的:queue drop", "another version wrote it: queue drop")
        case .unreadableAnswer:
            Phrase(
                "应答无法解密:核对 alipay.encrypt_key 与控制台是否一致",
                "the answer cannot be decrypted: check that alipay.encrypt_key is the console's"
            )
        case .unsendable:
            Phrase(
                "消息不符合接口的限制:缩短或补全该规则的回复",
                "the message is outside the API's limits: shorten or complete that rule's reply"
            )
        case .unverifiedAnswer:
            Phrase(
                "应答没有支付宝的有效签名:核对支付宝公钥(证书)和 alipay.server_url,检查出口代理",
                "the answer is not validly signed: check Alipay's key or certificate, alipay.server_url and any proxy"
            )
        }
    }
}
