/// How a walk ends: an answer, the fallback, or silence with its reason (RULES C4, steps 6 and 7).
struct DecisionEnding {
    let outcome: DecisionOutcome
    let answer: Answer

    init(of walk: CandidateWalk, in context: DecisionContext) {
        if !walk.firings.isEmpty {
            self.init(answering: walk.firings, in: context)
        } else if walk.isConsumed {
            self.init(silent: .cooldown, in: context)
        } else if context.isHandedOff {
            self.init(silent: .handoff, in: context)
        } else if let fallback = context.rules.fallback, context.text != nil {
            self.init(fallback, in: context)
        } else {
            self.init(silent: .unmatched, in: context)
        }
    }

    private init(_ fallback: Fallback, in context: DecisionContext) {
        if context.isCooling(Fallback.id) {
            self.init(silent: .cooldown, in: context)
        } else {
            self.init(answering: [Firing(fallback)], in: context, suggestions: fallback.suggestions)
        }
    }

    private init(answering firings: [Firing], in context: DecisionContext, suggestions: Int = 0) {
        var answer = Answer(in: context)
        for firing in firings { answer.add(firing) }
        if suggestions > 0 { answer.suggest(Suggestions(for: context, limit: suggestions).titles) }
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
