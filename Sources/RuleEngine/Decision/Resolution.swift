extension DecisionContext {
    /// Resolves a walk to an answer, the fallback, or silence with its reason (RULES C4, steps 6 and 7).
    ///
    /// The fallback does not suggest the rules in `exclusions`.
    func resolve(
        _ evaluation: Evaluation,
        excluding exclusions: [Exclusion],
        tally: inout RuleTally
    ) -> Resolution {
        var resolution = Resolution(candidates: evaluation.candidates, answer: Answer(state: state))
        if isMuted {
            resolution.outcome = .silent(.loop)
        } else if !evaluation.firings.isEmpty {
            resolution.speak(evaluation.firings, in: self)
        } else if evaluation.isConsumed {
            resolution.outcome = .silent(.cooldown)
        } else if isHandedOff {
            resolution.outcome = .silent(.handoff)
            resolution.answer.forgetEvent()
        } else if isResuming {
            resolution.outcome = .silent(.resumed)
        } else if let fallback = rules.fallback, text != nil {
            guard !isCooling(Fallback.id) else {
                resolution.outcome = .silent(.cooldown)
                return resolution
            }
            resolution.speak([Firing(fallback, in: self)], in: self)
            guard fallback.suggestions > 0, !resolution.answer.messages.isEmpty else { return resolution }
            let titles = suggestTitles(limit: fallback.suggestions, excluding: exclusions, tally: &tally)
            resolution.answer.suggest(titles, limit: rules.limits.message.text)
        }
        return resolution
    }
}

/// The result of a decision.
struct Resolution {
    fileprivate(set) var outcome = DecisionOutcome.silent(.unmatched)
    /// The candidates of the walk; those for which the limits left no room have another fate.
    private(set) var candidates: [Candidate]
    fileprivate(set) var answer: Answer
    /// The class of the answer, sent or not.
    private(set) var replyClass: ReplyClass?

    fileprivate init(candidates: [Candidate], answer: Answer) {
        self.candidates = candidates
        self.answer = answer
    }

    fileprivate mutating func speak(_ firings: [Firing], in context: DecisionContext) {
        let heard = MessageBudget.admit(firings, in: context)
        replyClass = Self.replyClass(of: heard.isEmpty ? firings : heard)
        guard let main = heard.last(where: { !$0.continues }) ?? heard.first else {
            return silence(firings, for: .quota)
        }
        // An answer without a message, such as a hand-off alone, is only a notice to the operator.
        let isSaid = heard.contains { !$0.replies.isEmpty }
        let mark = context.text.map { StableHash.answerMark(of: main, to: $0) }
        if isSaid, let pace = context.state.pace,
            let reason = pace.refusal(of: mark, perMinute: context.rules.limits.perMinute, at: context.now)
        {
            return silence(firings, for: reason)
        }
        outcome = .replied(rule: main.id)
        for place in firings.compactMap(\.candidate) where !heard.contains(where: { $0.candidate == place }) {
            candidates[place].fate = .crowdedOut
        }
        for firing in heard { answer.add(firing, in: context) }
        answer.countMessages(in: context)
        if isSaid { answer.countAnswer(mark, at: context.now) }
    }

    private mutating func silence(_ firings: [Firing], for reason: SilenceReason) {
        outcome = .silent(reason)
        for place in firings.compactMap(\.candidate) { candidates[place].fate = .consumed(reason) }
    }

    /// The class of all messages together.
    private static func replyClass(of firings: [Firing]) -> ReplyClass {
        if firings.contains(where: \.handsOff) { return .essential }
        return firings.allSatisfy(\.isLow) ? .low : .ordinary
    }
}
