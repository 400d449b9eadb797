/// How a walk ends: an answer, the fallback, or silence with its reason (RULES C4, steps 6 and 7).
struct DecisionEnding {
    let outcome: DecisionOutcome
    private(set) var answer: Answer
    /// The candidates that fired in vain, because the limits left no room for their messages.
    private var unheard: [Int] = []

    /// `ruledOut` are rules that the fallback must not suggest.
    init(of walk: CandidateWalk, ruledOut: [Exclusion], in context: DecisionContext, _ tally: inout RuleTally) {
        if !walk.firings.isEmpty {
            self.init(answering: walk.firings, in: context)
        } else if walk.isConsumed {
            self.init(silent: .cooldown, in: context)
        } else if context.isHandedOff {
            self.init(silent: .handoff, in: context)
        } else if let fallback = context.rules.contents.fallback, context.text != nil {
            self.init(fallback, ruledOut: ruledOut, in: context, &tally)
        } else {
            self.init(silent: .unmatched, in: context)
        }
    }

    /// The candidates with what became of them, now that it is known who was heard.
    func candidates(of walk: CandidateWalk) -> [Candidate] {
        var candidates = walk.candidates
        let fate: CandidateFate = outcome == .silent(.quota) ? .consumed(.quota) : .crowdedOut
        for index in unheard { candidates[index].fate = fate }
        return candidates
    }

    private init(
        _ fallback: Fallback,
        ruledOut: [Exclusion],
        in context: DecisionContext,
        _ tally: inout RuleTally
    ) {
        guard !context.isCooling(Fallback.id) else {
            self.init(silent: .cooldown, in: context)
            return
        }
        self.init(answering: [Firing(fallback, in: context)], in: context)
        guard outcome == .replied(rule: Fallback.id), fallback.suggestions > 0 else { return }
        let suggestions = Suggestions(for: context, limit: fallback.suggestions, excluding: ruledOut, &tally)
        answer.suggest(suggestions.titles)
    }

    private init(answering firings: [Firing], in context: DecisionContext) {
        let heard = ReplyRoom.heard(firings, in: context)
        guard let first = heard.first, let last = heard.last else {
            self.init(silent: .quota, in: context)
            unheard = firings.compactMap(\.candidate)
            return
        }
        var answer = Answer(in: context)
        for firing in heard { answer.add(firing, in: context) }
        answer.countMessages(in: context)
        self.init(outcome: .replied(rule: last.continues ? first.id : last.id), answer: answer)
        guard heard.count < firings.count else { return }
        unheard = firings.compactMap(\.candidate).filter { index in !heard.contains { $0.candidate == index } }
    }

    private init(silent reason: SilenceReason, in context: DecisionContext) {
        self.init(outcome: .silent(reason), answer: Answer(in: context))
    }

    private init(outcome: DecisionOutcome, answer: Answer) {
        self.outcome = outcome
        self.answer = answer
    }
}
