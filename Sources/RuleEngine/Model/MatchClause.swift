import LinearRegex

/// A regular expression of a rule, compiled.
public struct RulePattern: Sendable {
    /// As the operator wrote it.
    public let text: String
    let pattern: Pattern
    /// Whether it runs on L1 (`raw_regex`) and not on L2 (`regex`).
    public let isRaw: Bool
    /// Where it is written.
    public let location: SourceLocation
}

/// One clause under `match`; its keys are joined by AND (RULES C1).
public struct MatchClause: Sendable {
    /// The clause's number in its rule, counted from 1.
    public let number: Int
    /// The whole message, trimmed, is one of these.
    public let exact: [Keyword]
    /// The message begins with one of these.
    public let prefix: [Keyword]
    /// The message ends with one of these.
    public let suffix: [Keyword]
    /// The message contains one of these.
    public let any: [Keyword]
    /// The message contains each of these.
    public let all: [Keyword]
    /// The message contains none of these.
    public let none: [Keyword]
    /// Every one of these matches.
    public let patterns: [RulePattern]
    /// Where the clause begins.
    public let location: SourceLocation

    /// The class of evidence that ranks a match (RULES C4, step 4).
    public var tier: MatchTier {
        if !exact.isEmpty { return .exact }
        return prefix.isEmpty && suffix.isEmpty && any.isEmpty && all.isEmpty ? .pattern : .keyword
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
