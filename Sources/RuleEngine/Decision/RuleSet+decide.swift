public import Foundation

extension RuleSet {
    /// Decides what to answer to an event (RULES C4, steps 2 to 7).
    ///
    /// Pure: the result depends on nothing but the arguments. Whether the event was delivered before is the caller's
    /// to know. `state.sent` may be overwritten by the caller's own counter before each call.
    public func decide(_ event: RuleEvent, state: ContactState, at now: Date) -> Decision {
        var scratch = makeScratch()
        return decide(event, state: state, at: now, using: &scratch)
    }

    /// Decides as above, in memory of the caller's that was made for this rule set and is used again and again.
    public func decide(
        _ event: RuleEvent,
        state: ContactState,
        at now: Date,
        using scratch: inout MatchScratch
    ) -> Decision {
        let context = DecisionContext(rules: self, event: event, state: state, now: now)
        let field = CandidateField(context, &scratch)
        let walk = CandidateWalk(of: field.contenders, in: context)
        return conclude(context, field, walk)
    }

    private func conclude(_ context: DecisionContext, _ field: CandidateField, _ walk: CandidateWalk) -> Decision {
        let exclusions = field.exclusions
        let ending = DecisionEnding(of: walk, ruledOut: Set(exclusions.map(\.rule)), in: context)
        let fates = walk.fates(after: ending.outcome)
        let candidates = zip(walk.contenders, fates).map { Candidate($0, fate: $1) }
        return Decision(
            outcome: ending.outcome,
            normalizationVersion: TextNormalizer.version,
            text: context.text,
            candidates: candidates,
            exclusions: exclusions,
            shadow: candidates.filter { $0.fate == .shadow }.map(\.rule),
            messages: ending.answer.messages,
            lifetime: ending.answer.lifetime,
            handoffNotice: ending.answer.handoffNotice,
            state: ending.answer.state
        )
    }
}
