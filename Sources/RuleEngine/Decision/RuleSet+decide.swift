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

    /// Decides as above, in memory of the caller's that is used again and again; that of another rule set is replaced.
    public func decide(
        _ event: RuleEvent,
        state: ContactState,
        at now: Date,
        using scratch: inout DecisionScratch
    ) -> Decision {
        if !contents.owns(scratch) { scratch = makeScratch() }
        let context = DecisionContext(rules: self, event: event, state: state, now: now, &scratch.clock)
        let field = CandidateField(context, &scratch.matching)
        let walk = CandidateWalk(of: field.contenders, in: context, scratch.matching)
        let exclusions = field.exclusions
        let ending = DecisionEnding(of: walk, ruledOut: exclusions, in: context, &scratch.tally)
        return Decision(
            outcome: ending.outcome,
            normalizationVersion: TextNormalizer.version,
            text: context.text,
            candidates: ending.candidates(of: walk),
            exclusions: exclusions,
            shadow: walk.shadow,
            messages: ending.answer.messages,
            replyClass: ending.replyClass,
            lifetime: ending.answer.lifetime,
            handoffNotice: ending.answer.handoffNotice,
            state: ending.answer.state
        )
    }
}
