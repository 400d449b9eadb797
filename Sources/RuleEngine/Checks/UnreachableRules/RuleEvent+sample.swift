extension RuleEvent.Content {
    /// An event of a kind without text, with this menu key or scene; a click needs some key.
    init?(_ kind: RuleEvent.Kind, value: String?) {
        switch kind {
        case .text: return nil
        case .image: self = .image
        case .follow: self = .follow(scene: value)
        case .unfollow: self = .unfollow
        case .enter: self = .enter(scene: value)
        case .click: self = .click(menu: value ?? "MENU")
        case .unknown: self = .unknown
        }
    }
}
