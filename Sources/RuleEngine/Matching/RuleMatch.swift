/// The best evidence of one rule in one message.
struct RuleMatch: Sendable {
    /// The rule's index in the rules that the matcher was made of.
    let rule: Int
    /// The clause's number in its rule, counted from 1.
    let clause: Int
    let strength: MatchStrength
    /// The keywords and expressions that matched, as the operator wrote them.
    let matched: [String]
    /// Named captures in the customer's own spelling.
    let captures: [String: String]
}

/// A rule that would have matched without one of its `none` keywords.
struct RuleVeto: Sendable {
    /// The rule's index in the rules that the matcher was made of.
    let rule: Int
    /// The keyword, as the operator wrote it.
    let keyword: String
}

/// What a matcher found in one message.
struct MatchReport: Sendable {
    /// The rules that match, in file order.
    let matches: [RuleMatch]
    /// The rules that only a `none` keyword stopped, in file order.
    let vetoes: [RuleVeto]
}
