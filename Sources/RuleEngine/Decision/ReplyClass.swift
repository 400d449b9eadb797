/// Who yields first when a follower's day is nearly used (RULES C4, step 6).
public enum ReplyClass: String, Sendable, Hashable, CaseIterable, Comparable {
    /// The fallback, and rules with a priority below 0.
    case low
    /// All other rules.
    case ordinary
    /// An answer that hands off to a person.
    case essential

    /// Orders the one that yields first before the others.
    public static func < (left: ReplyClass, right: ReplyClass) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .ordinary: 1
        case .essential: 2
        }
    }
}

extension ReplyClass {
    /// The class in words.
    public var phrase: Phrase {
        switch self {
        case .low: Phrase("低优先级回复", "replies of low priority")
        case .ordinary: Phrase("普通回复", "ordinary replies")
        case .essential: Phrase("转人工回复", "replies that hand off")
        }
    }
}
