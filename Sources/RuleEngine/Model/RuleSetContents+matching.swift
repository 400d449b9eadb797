// Asked by way of these, the matcher is lent; as a property it would be copied, with a reference for each of its tables.

extension RuleSetContents {
    /// Whether working memory was made for this rule set.
    func owns(_ scratch: borrowing DecisionScratch) -> Bool {
        matcher.owns(scratch.matching)
    }

    /// Leaves in the scratch what a text matches.
    func match(_ text: NormalizedText, in scratch: inout MatchScratch) {
        matcher.match(text, in: &scratch)
    }

    /// The rules that only a `none` keyword stopped.
    func vetoes(in scratch: MatchScratch) -> [RuleVeto] {
        matcher.vetoes(in: scratch)
    }

    /// What matched, as the operator wrote it.
    func matched(by hit: RuleHit, in text: NormalizedText, _ scratch: borrowing MatchScratch) -> [String] {
        matcher.matched(by: hit, in: text, scratch: scratch)
    }

    /// The named captures of the clause that matched.
    func captures(of hit: RuleHit, in text: NormalizedText) -> [String: String] {
        matcher.captures(of: hit, in: text)
    }
}
