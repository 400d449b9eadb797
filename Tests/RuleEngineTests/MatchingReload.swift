@testable import RuleEngine

/// Rules as a running process holds them: a set and the working memory made for it, replaced together by a reload.
struct MatchingReload {
    let rules: RuleSet
    private let decide: (RuleEvent) -> Decision

    init(_ yaml: String) throws {
        let rules = try RuleSet.load(yaml: yaml)
        var scratch = rules.makeScratch()
        self.rules = rules
        decide = { rules.decide($0, state: ContactState(), at: DecisionConversation.moment(), using: &scratch) }
    }

    /// Loads other rules; what was made for those before goes with them.
    mutating func load(_ yaml: String) throws {
        self = try MatchingReload(yaml)
    }

    /// The rule that answers a message of a new follower.
    func answer(to message: String) -> String {
        decide(RuleEvent(.text(message), userID: "2088000000000099", messageID: "m1")).name
    }
}
