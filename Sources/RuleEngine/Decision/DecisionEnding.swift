/// How a walk ends: an answer, the fallback, or silence with its reason (RULES C4, steps 6 and 7).
struct DecisionEnding {
    private(set) var outcome = DecisionOutcome.silent(.unmatched)
    private(set) var answer: Answer
    /// The class of the answer, be it sent or not.
    private(set) var replyClass: ReplyClass?
    /// The candidates that fired in vain, because the limits left no room for their messages.
    private var unheard: [Int] = []

    /// `ruledOut` are rules that the fallback must not suggest.
    init(of walk: CandidateWalk, ruledOut: [Exclusion], in context: DecisionContext, _ tally: inout RuleTally) {
        answer = Answer(in: context)
        if context.isMuted {
            outcome = .silent(.loop)
        } else if !walk.firings.isEmpty {
            speak(walk.firings, in: context)
        } else if walk.isConsumed {
            outcome = .silent(.cooldown)
        } else if context.isHandedOff {
            outcome = .silent(.handoff)
            answer.forgetEvent()
        } else if context.isResuming {
            outcome = .silent(.resumed)
        } else if let fallback = context.rules.contents.fallback, context.text != nil {
            fallBack(on: fallback, ruledOut, in: context, &tally)
        }
    }

    /// The candidates with what became of them, now that it is known who was heard.
    func candidates(of walk: CandidateWalk) -> [Candidate] {
        guard !unheard.isEmpty else { return walk.candidates }
        var candidates = walk.candidates
        let fate: CandidateFate = if case .silent(let reason) = outcome { .consumed(reason) } else { .crowdedOut }
        for index in unheard { candidates[index].fate = fate }
        return candidates
    }

    private mutating func fallBack(
        on fallback: Fallback,
        _ ruledOut: [Exclusion],
        in context: DecisionContext,
        _ tally: inout RuleTally
    ) {
        guard !context.isCooling(Fallback.id) else {
            outcome = .silent(.cooldown)
            return
        }
        speak([Firing(fallback, in: context)], in: context)
        guard fallback.suggestions > 0, !answer.messages.isEmpty else { return }
        let suggestions = Suggestions(for: context, limit: fallback.suggestions, excluding: ruledOut, &tally)
        answer.suggest(suggestions.titles)
    }

    private mutating func speak(_ firings: [Firing], in context: DecisionContext) {
        let heard = ReplyRoom.heard(firings, in: context)
        if heard.count < firings.count { unheard = firings.filter { !heard.contains($0) }.compactMap(\.candidate) }
        replyClass = (heard.isEmpty ? firings : heard).replyClass
        guard let main = heard.last(where: { !$0.continues }) ?? heard.first else {
            outcome = .silent(.quota)
            return
        }
        // An answer without a message, such as a hand-off alone, is no more than a note to the operator.
        let isSaid = heard.contains { !$0.replies.isEmpty }
        let mark = context.text.map { AnswerMark.of($0, main) }
        if isSaid, let refusal = context.refusal(of: mark) {
            outcome = .silent(refusal)
            unheard = firings.compactMap(\.candidate)
            return
        }
        outcome = .replied(rule: main.id)
        for firing in heard { answer.add(firing, in: context) }
        answer.countMessages(in: context)
        if isSaid { answer.countAnswer(mark, at: context.now) }
    }
}

extension DecisionContext {
    /// Why an answer would be one too many; nil when it may be given.
    fileprivate func refusal(of answer: UInt32?) -> SilenceReason? {
        state.pace?.refusal(of: answer, perMinute: rules.contents.limits.perMinute, at: now)
    }
}

extension [Firing] {
    /// Whether a rule is among those that fire, be it with fewer replies.
    fileprivate func contains(_ firing: Firing) -> Bool {
        contains { $0.candidate == firing.candidate }
    }

    /// The class of their messages together.
    fileprivate var replyClass: ReplyClass {
        if contains(where: \.handsOff) { return .essential }
        return allSatisfy(\.isLow) ? .low : .ordinary
    }
}
