/// The working memory of a rule set's decisions, owned by the caller and used again for every event.
///
/// It holds nothing that changes an answer: caches and space. Made by ``RuleSet/makeScratch()``; one for each task that
/// decides. A rule set that is given the memory of another, such as after a reload, makes its own in its place.
public struct DecisionScratch: Sendable {
    var matching: MatchScratch
    var clock: LocalClock
    var tally: RuleTally
}

extension RuleSet {
    /// Working memory for decisions by this rule set, to be used again for every event.
    public func makeScratch() -> DecisionScratch {
        DecisionScratch(
            matching: contents.matcher.makeScratch(),
            clock: LocalClock(in: contents.account.timeZone),
            tally: RuleTally(ruleCount: contents.rules.count)
        )
    }
}
