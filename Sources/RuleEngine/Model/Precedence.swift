/// Ranks the rules that match one message: the higher answers (RULES C4, step 4).
///
/// No two rules of a set have equal precedence in the same message, because their order differs.
public struct Precedence: Sendable, Hashable, Comparable {
    /// The rule's priority; the higher wins.
    public let priority: Int
    /// The evidence that the rule matched; the stronger wins.
    public let strength: MatchStrength
    /// The rule's place in file order; the earlier wins.
    public let order: Int

    package init(of rule: Rule, strength: MatchStrength) {
        priority = rule.priority
        self.strength = strength
        order = rule.order
    }

    /// Orders the lower precedence first.
    public static func < (left: Precedence, right: Precedence) -> Bool {
        switch left.firstDifference(from: right) {
        case .priority: left.priority < right.priority
        case .tier, .length: left.strength < right.strength
        case .order: left.order > right.order
        case nil: false
        }
    }

    /// The component that makes this lose against a higher precedence.
    package func lossReason(against winner: Precedence) -> LossReason {
        firstDifference(from: winner) ?? .order
    }

    /// The component that decides between two precedences; nil when they are equal.
    private func firstDifference(from other: Precedence) -> LossReason? {
        if priority != other.priority { return .priority }
        if strength.tier != other.strength.tier { return .tier }
        if strength.length != other.strength.length { return .length }
        return order == other.order ? nil : .order
    }
}

/// The components of a ``Precedence``, in the order in which they are compared.
public enum LossReason: String, Sendable, Hashable {
    /// The winner has a higher priority.
    case priority
    /// The winner has a stronger class of evidence.
    case tier
    /// The winner matched a longer text.
    case length
    /// The winner is written first.
    case order
}

/// How strong the evidence is that a rule matched.
public struct MatchStrength: Sendable, Hashable, Comparable {
    /// The class of the evidence.
    public let tier: MatchTier
    /// Matched L2 code points in the keyword tier, else 0.
    public let length: Int

    package init(tier: MatchTier, length: Int) {
        self.tier = tier
        self.length = length
    }

    /// The evidence of a rule that looks at no text.
    package static let event = MatchStrength(tier: .event, length: 0)

    /// Orders the weaker first.
    public static func < (left: MatchStrength, right: MatchStrength) -> Bool {
        left.tier == right.tier ? left.length < right.length : left.tier < right.tier
    }
}

/// Classes of evidence, the weakest first (RULES C4, step 4).
public enum MatchTier: Int, Sendable, Comparable {
    /// A rule for an event that needs no text: `follow`, `click` and so on.
    case event = 0
    /// A regular expression.
    case pattern = 1
    /// A keyword in the message.
    case keyword = 2
    /// The whole message.
    case exact = 3

    /// Orders the weaker first.
    public static func < (left: MatchTier, right: MatchTier) -> Bool {
        left.rawValue < right.rawValue
    }
}
