/// An action of a follower, in the terms of rules instead of Alipay's wire.
public struct RuleEvent: Sendable, Hashable {
    /// The kinds of events that a rule may name (RULES C3, `event`).
    public enum Kind: String, Sendable, CaseIterable {
        case text
        case image
        case follow
        case unfollow
        case enter
        case click
        case unknown
    }

    /// The event with its details.
    public enum Content: Sendable, Hashable {
        /// A text message, as the customer wrote it.
        case text(String)
        /// A picture.
        case image
        /// A new follower; `scene` is the id of the scanned QR code.
        case follow(scene: String?)
        /// A follower left.
        case unfollow
        /// The conversation was opened; `scene` as in `follow`.
        case enter(scene: String?)
        /// A menu item was clicked; `menu` is its key.
        case click(menu: String)
        /// Any other event.
        case unknown
    }

    /// The event with its details.
    public let content: Content
    /// The follower's id; a part of the seed of `pick: random`.
    public let userID: String
    /// The event's id; a part of the seed of `pick: random`.
    public let messageID: String
    /// The follower's name as the platform masks it; nil where the event has none.
    public let userName: String?

    /// Makes an event.
    public init(_ content: Content, userID: String, messageID: String, userName: String? = nil) {
        self.content = content
        self.userID = userID
        self.messageID = messageID
        self.userName = userName
    }

    /// The kind, as `event:` in rules names it.
    public var kind: Kind {
        switch content {
        case .text: .text
        case .image: .image
        case .follow: .follow
        case .unfollow: .unfollow
        case .enter: .enter
        case .click: .click
        case .unknown: .unknown
        }
    }

    /// The scene of a `follow` or `enter`.
    public var scene: String? {
        switch content {
        case .follow(let scene), .enter(let scene): scene
        default: nil
        }
    }

    /// The menu key of a `click`.
    public var menu: String? {
        if case .click(let menu) = content { menu } else { nil }
    }
}
