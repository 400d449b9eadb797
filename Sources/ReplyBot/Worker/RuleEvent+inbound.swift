internal import AlipayClient
internal import RuleEngine

extension RuleEvent {
    /// Alipay's event in the rule engine's terms.
    init(_ event: InboundEvent, identity: String) {
        self.init(
            Content(event.content),
            userID: event.userID,
            messageID: identity,
            userName: event.userName
        )
    }
}

extension RuleEvent.Content {
    fileprivate init(_ content: InboundEvent.Content) {
        switch content {
        case .text(let text): self = .text(text)
        case .image: self = .image
        case .follow(let scene): self = .follow(scene: scene)
        case .unfollow: self = .unfollow
        case .click(let menu): self = .click(menu: menu)
        case .enter(let scene): self = .enter(scene: scene)
        case .gatewayCheck, .other: self = .unknown
        }
    }
}
