internal import AlipaySimulator
internal import RuleEngine

extension SimulatedEvent.Action {
    /// The rule engine's event as a follower's action.
    init(_ content: RuleEvent.Content) {
        switch content {
        case .text(let text): self = .say(text)
        case .image: self = .image(mediaID: "simulated")
        case .follow(let scene): self = .follow(scene: scene)
        case .unfollow: self = .unfollow
        case .enter(let scene): self = .enter(scene: scene)
        case .click(let menu): self = .click(menu: menu)
        case .unknown: self = .other(eventType: "simulated")
        }
    }

    /// What is done, for the operator.
    var label: String {
        switch self {
        case .gatewayCheck: ReplyBot.say("网关验证", "handshake")
        case .say(let text): "“\(text)”"
        case .image: ReplyBot.say("图片", "picture")
        case .follow: ReplyBot.say("关注", "follow")
        case .unfollow: ReplyBot.say("取消关注", "unfollow")
        case .click(let menu): ReplyBot.say("点击菜单 \(menu)", "click on menu \(menu)")
        case .enter: ReplyBot.say("进入会话", "enter")
        case .other(let type): ReplyBot.say("其他事件 \(type)", "other event \(type)")
        }
    }
}
