public import Foundation

extension RuleSet {
    /// Decides the answer to an event (RULES C4, steps 2 to 7).
    ///
    /// The function is pure: the result depends on the arguments alone. The caller detects events that were delivered
    /// before, and may overwrite `state.sent` with its own count before each call.
    public func decide(_ event: RuleEvent, state: consuming ContactState, at now: Date) -> Decision {
        var scratch = makeScratch()
        return decide(event, state: consume state, at: now, using: &scratch)
    }

    /// Decides as above, reusing `scratch`; scratch of another rule set is replaced.
    public func decide(
        _ event: RuleEvent,
        state: consuming ContactState,
        at now: Date,
        using scratch: inout DecisionScratch
    ) -> Decision {
        if !owns(scratch) { scratch = makeScratch() }
        let context = DecisionContext.prepare(event, state: consume state, at: now, rules: self, clock: &scratch.clock)
        let ranking = context.rank(in: &scratch.matching)
        let evaluation = context.evaluate(ranking.contenders, in: &scratch.matching)
        let resolution = context.resolve(evaluation, excluding: ranking.exclusions, tally: &scratch.tally)
        return Decision(
            outcome: resolution.outcome,
            normalizationVersion: TextNormalizer.version,
            text: context.text,
            candidates: resolution.candidates,
            exclusions: ranking.exclusions,
            shadow: evaluation.shadow,
            messages: resolution.answer.messages,
            replyClass: resolution.replyClass,
            lifetime: resolution.answer.lifetime,
            handoffNotice: resolution.answer.handoffNotice,
            state: resolution.answer.state
        )
    }

    /// Working memory for decisions by this rule set.
    public func makeScratch() -> DecisionScratch {
        DecisionScratch(
            matching: matcher.makeScratch(),
            clock: LocalClock(in: account.timeZone),
            tally: RuleTally(ruleCount: rules.count)
        )
    }
}

/// The working memory of a rule set's decisions, which the caller owns and reuses.
///
/// It holds caches and space, and changes no answer. ``RuleSet/makeScratch()`` makes one for each task that decides. A
/// rule set replaces the scratch of another one, such as after a reload.
public struct DecisionScratch: Sendable {
    var matching: MatchScratch
    var clock: LocalClock
    var tally: RuleTally
}
