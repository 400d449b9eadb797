@testable import RuleEngine

/// Rules as a running process holds them: a set and the working memory made for it, replaced together by a reload.
struct MatchingReload {
    private(set) var rules: RuleSet
    private var scratch: MatchScratch

    init(_ yaml: String) throws {
        rules = try RuleSet(yaml: yaml)
        scratch = rules.makeScratch()
    }

    /// Loads other rules; what was made for those before goes with them.
    mutating func load(_ yaml: String) throws {
        self = try MatchingReload(yaml)
    }

    /// The rule that answers a message of a new follower.
    mutating func answer(to message: String) -> String {
        let event = RuleEvent(.text(message), userID: "2088000000000099", messageID: "m1")
        let now = DecisionConversation.moment()
        return rules.decide(event, state: ContactState(), at: now, using: &scratch).name
    }
}
