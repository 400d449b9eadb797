/// What a follower did, as far as rules are concerned; nothing of Alipay's wire is left in it.
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

    /// What happened.
    public enum Content: Sendable, Hashable {
        /// A text message, as the customer wrote it.
        case text(String)
        /// A picture.
        case image
        /// A new follower; `scene` is the id of the QR code that was scanned.
        case follow(scene: String?)
        /// A follower who left.
        case unfollow
        /// The conversation was opened; `scene` as in `follow`.
        case enter(scene: String?)
        /// A menu item was clicked; `menu` is its key.
        case click(menu: String)
        /// Anything else.
        case unknown
    }

    /// What happened.
    public let content: Content
    /// The follower's id.
    ///
    /// Decides `stage: test`, and is a part of the seed of `pick: random`.
    public let userID: String
    /// Identifies the event.
    ///
    /// It is a part of the seed of `pick: random`.
    public let messageID: String
    /// The follower's name, masked by the platform, where it was sent.
    public let userName: String?

    /// Describes an event.
    public init(_ content: Content, userID: String, messageID: String, userName: String? = nil) {
        self.content = content
        self.userID = userID
        self.messageID = messageID
        self.userName = userName
    }

    /// The kind that `event:` in a rule compares with.
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

    /// The scene of a `follow` or `enter`, where there is one.
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
