internal import RuleEngine

/// What came of a wish of an operator.
enum ControlOutcome: String, Codable, Sendable, Hashable, CaseIterable {
    /// The reply waits again.
    case revived
    /// The event is decided once more.
    case takenBack
    case dropped
    case handoffStarted
    case handoffEnded
    /// Nothing is kept of the follower any more.
    case forgotten
    case unknown
    case unknownFollower
    case notDead
    case notAside
    case outsideWindow
    case underWay
    case sent
    /// The event was given back, but cannot be read.
    case unreadable

    /// Whether it is what was asked for.
    var isDone: Bool {
        switch self {
        case .revived, .takenBack, .dropped, .handoffStarted, .handoffEnded, .forgotten: true
        default: false
        }
    }

    /// In words for the operator.
    var phrase: LocalizedText {
        switch self {
        case .revived: LocalizedText("重新排队，会再发", "queued again, with a new lifetime")
        case .takenBack: LocalizedText("会重新判定", "will be decided once more")
        case .dropped: LocalizedText("已放弃，不再列出", "given up, and no longer listed")
        case .handoffStarted: LocalizedText("由人工接待", "a person answers")
        case .handoffEnded: LocalizedText("机器人恢复接待", "the bot answers again")
        case .forgotten: LocalizedText("已删除这位用户的记录", "what was kept of this follower is deleted")
        case .unknown: LocalizedText("没有这个编号", "there is no such number")
        case .unknownFollower: LocalizedText("没有这位用户的记录：用户 id 要写全", "this follower is not known: write the whole id")
        case .notDead: LocalizedText("没有放弃过，不用重试", "it was not given up, so there is nothing to retry")
        case .notAside: LocalizedText("这个事件没有被搁置", "this event is not set aside")
        case .outsideWindow:
            LocalizedText(
                "用户 48 小时内没有互动，支付宝会拒收：等用户再来",
                "the follower did nothing for 48 hours, so Alipay refuses it: wait until they do"
            )
        case .underWay: LocalizedText("正在发送：稍后再试", "it is being sent: try again in a moment")
        case .sent: LocalizedText("已经发出", "it was sent")
        case .unreadable:
            LocalizedText("记录的请求读不出来，又搁置了", "the recorded request cannot be read; it is set aside again")
        }
    }
}
