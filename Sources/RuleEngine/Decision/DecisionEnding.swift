/// How a walk ends: an answer, the fallback, or silence with its reason (RULES C4, steps 6 and 7).
struct DecisionEnding {
    let outcome: DecisionOutcome
    let answer: Answer

    /// `ruledOut` are rules that the fallback must not suggest.
    init(of walk: CandidateWalk, ruledOut: Set<String>, in context: DecisionContext) {
        if !walk.firings.isEmpty {
            self.init(answering: walk.firings, in: context)
        } else if walk.isConsumed {
            self.init(silent: .cooldown, in: context)
        } else if context.isHandedOff {
            self.init(silent: .handoff, in: context)
        } else if let fallback = context.rules.fallback, context.text != nil {
            self.init(fallback, ruledOut: ruledOut, in: context)
        } else {
            self.init(silent: .unmatched, in: context)
        }
    }

    private init(_ fallback: Fallback, ruledOut: Set<String>, in context: DecisionContext) {
        if context.isCooling(Fallback.id) {
            self.init(silent: .cooldown, in: context)
        } else {
            let suggestions = Suggestions(for: context, limit: fallback.suggestions, excluding: ruledOut)
            self.init(answering: [Firing(fallback)], in: context, suggesting: suggestions.titles)
        }
    }

    private init(answering firings: [Firing], in context: DecisionContext, suggesting titles: [String] = []) {
        var answer = Answer(in: context)
        for firing in firings { answer.add(firing) }
        answer.suggest(titles)
        answer.cap(at: context.rules.limits.messagesPerEvent)
        let rule = firings.first { !$0.continues } ?? firings.first
        if let rule, answer.fitsQuota {
            answer.countMessages()
            self.init(outcome: .replied(rule: rule.id), answer: answer)
        } else {
            self.init(silent: .quota, in: context)
        }
    }

    private init(silent reason: SilenceReason, in context: DecisionContext) {
        self.init(outcome: .silent(reason), answer: Answer(in: context))
    }

    private init(outcome: DecisionOutcome, answer: Answer) {
        self.outcome = outcome
        self.answer = answer
    }
}
