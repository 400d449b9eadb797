extension DecisionContext {
    /// Walks over the ranked rules, while the scratch still holds the message (RULES C4, steps 5 and 6).
    func evaluate(_ contenders: [Contender], in scratch: inout MatchScratch) -> Evaluation {
        var evaluation = Evaluation()
        evaluation.candidates.reserveCapacity(contenders.count)
        // The precedence of the rule that ended the walk.
        var end: Precedence?
        for contender in contenders {
            let fate = fate(of: contender, after: end)
            var captures: [String: String] = [:]
            switch fate {
            case .won, .firedAlso:
                captures = self.captures(of: contender, in: &scratch)
                let place = evaluation.candidates.count
                evaluation.firings.append(Firing(contender, captures: captures, candidate: place, in: self))
            case .consumed:
                captures = self.captures(of: contender, in: &scratch)
                evaluation.isConsumed = true
            case .shadow:
                captures = self.captures(of: contender, in: &scratch)
                evaluation.shadow.append(contender.rule.id)
            case .passedOn, .lost, .crowdedOut, .unreached: break
            }
            // A rule with `also` never ends the walk, not even while it cools.
            if fate.endsWalk, !contender.rule.continues { end = contender.precedence }
            evaluation.candidates.append(
                Candidate(
                    source: contender.rule,
                    precedence: contender.precedence,
                    clauseIndex: contender.hit.map { Int($0.clause) },
                    found: evidence(of: contender, in: scratch),
                    captures: captures,
                    caseIndex: contender.caseIndex,
                    fate: fate
                )
            )
        }
        return evaluation
    }

    private func fate(of contender: Contender, after end: Precedence?) -> CandidateFate {
        if contender.isShadow { return end == nil ? .shadow : .unreached }
        if let end { return .lost(contender.precedence.lossReason(against: end)) }
        if isCooling(contender.rule.id) {
            return contender.rule.cooldown?.whileCooling == .next ? .passedOn : .consumed(.cooldown)
        }
        return contender.rule.continues ? .firedAlso : .won
    }

    private func captures(of contender: Contender, in scratch: inout MatchScratch) -> [String: String] {
        guard let hit = contender.hit, hit.keyword < 0, let text else { return [:] }
        return rules.captures(of: hit, in: text, &scratch)
    }

    private func evidence(of contender: Contender, in scratch: borrowing MatchScratch) -> Candidate.Evidence {
        guard let hit = contender.hit, let text else { return .none }
        if hit.keyword >= 0 { return .keyword(Int(hit.keyword)) }
        if hit.tier == .pattern { return .patterns }
        return .texts(rules.matched(by: hit, in: text, scratch))
    }
}

/// The result of the walk over the ranked rules.
struct Evaluation {
    /// The rules that fire, in order; only the last one may have ended the walk.
    fileprivate(set) var firings: [Firing] = []
    /// Whether a cooling rule took the message.
    fileprivate(set) var isConsumed = false
    /// The contenders by precedence, with their fates.
    fileprivate(set) var candidates: [Candidate] = []
    /// Ids of the rules that would have answered, if their stage reached this follower.
    fileprivate(set) var shadow: [String] = []
}

extension CandidateFate {
    fileprivate var endsWalk: Bool {
        switch self {
        case .won, .firedAlso, .consumed: true
        case .passedOn, .lost, .crowdedOut, .shadow, .unreached: false
        }
    }
}

/// A rule, or the fallback, with the replies that it sends.
///
/// An immutable class, because several steps receive it.
final class Firing {
    /// The rule's id, or `fallback`.
    let id: String
    let reply: ReplyCase
    /// The replies of the case that are sent.
    let replies: [Reply]
    let captures: [String: String]
    let cooldown: Cooldown?
    /// The slot that this answer fills.
    let answeredSlot: String?
    let lifetime: Int?
    /// Whether the walk went on after it.
    let continues: Bool
    /// Whether it yields to all others when the daily quota is nearly used.
    let isLow: Bool
    /// Its index among the candidates; nil for the fallback.
    let candidate: Int?

    init(_ contender: Contender, captures: [String: String], candidate: Int, in context: DecisionContext) {
        let rule = contender.rule
        id = rule.id
        reply = rule.cases[contender.caseIndex]
        replies = context.pickReplies(of: reply, rule: rule.id)
        self.captures = captures
        cooldown = rule.cooldown
        answeredSlot = rule.condition.asked ?? reply.condition.asked
        lifetime = rule.lifetime
        continues = rule.continues
        isLow = rule.priority < 0
        self.candidate = candidate
    }

    init(_ fallback: Fallback, in context: DecisionContext) {
        id = Fallback.id
        reply = fallback.reply
        replies = context.pickReplies(of: fallback.reply, rule: Fallback.id)
        captures = [:]
        cooldown = fallback.cooldown
        answeredSlot = nil
        lifetime = nil
        continues = false
        isLow = true
        candidate = nil
    }

    private init(_ firing: Firing, replies: [Reply]) {
        id = firing.id
        reply = firing.reply
        self.replies = replies
        captures = firing.captures
        cooldown = firing.cooldown
        answeredSlot = firing.answeredSlot
        lifetime = firing.lifetime
        continues = firing.continues
        isLow = firing.isLow
        candidate = firing.candidate
    }

    /// Whether a person is to answer from now on.
    var handsOff: Bool { reply.handoff != nil }

    /// The same with the first replies only.
    func limited(to count: Int) -> Firing {
        count < replies.count ? Firing(self, replies: Array(replies.prefix(count))) : self
    }
}
