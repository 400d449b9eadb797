/// The rules that match an event: those that take part, by rank, and those that do not (RULES C4, steps 3 and 4).
struct CandidateField {
    /// The rules that take part, the highest rank first.
    private(set) var contenders: [Contender] = []
    /// The rules whose text matched but that are as if absent, in file order.
    var exclusions: [Exclusion] {
        excluded.isEmpty ? [] : excluded.sorted { $0.order < $1.order }.map(\.exclusion)
    }
    private var excluded: [(order: Int, exclusion: Exclusion)] = []

    init(_ context: DecisionContext, _ scratch: inout MatchScratch) {
        guard !context.isMuted else { return }
        let rules = context.rules.contents
        if let text = context.text {
            rules.match(text, in: &scratch)
            contenders.reserveCapacity(scratch.hits.count)
            for hit in scratch.hits where context.isFor(rules.rules[Int(hit.rule)]) {
                admit(rules.rules[Int(hit.rule)], hit, in: context, isReported: true)
            }
            if !scratch.vetoes.isEmpty { excludeVetoed(rules.vetoes(in: scratch), in: context) }
        }
        // A rule that takes any text is not reported when absent: it would be on every message.
        for index in rules.unconditional[context.event.kind] ?? [] where context.isFor(rules.rules[index]) {
            admit(rules.rules[index], nil, in: context, isReported: context.text == nil)
        }
        if contenders.count > 1 { contenders.sort { $0.precedence > $1.precedence } }
    }

    private mutating func excludeVetoed(_ vetoes: [RuleVeto], in context: DecisionContext) {
        for veto in vetoes {
            let rule = context.rules.contents.rules[veto.rule]
            guard context.isFor(rule) else { continue }
            exclude(rule, rule.stage == .off ? .off : .noneKeyword(veto.keyword))
        }
    }

    private mutating func admit(_ rule: Rule, _ hit: RuleHit?, in context: DecisionContext, isReported: Bool) {
        if rule.isPlain, !context.isResuming { return enter(rule, hit, caseIndex: 0, isShadow: false) }
        if rule.stage == .off { return exclude(rule, .off, isReported) }
        guard context.holds(rule.condition) else { return exclude(rule, .condition, isReported) }
        for index in rule.cases.indices where context.holds(rule.cases[index].condition) {
            guard !context.refuses(rule.cases[index]) else { return exclude(rule, .resuming, isReported) }
            return enter(rule, hit, caseIndex: index, isShadow: !context.reaches(rule.stage))
        }
        exclude(rule, .noCase, isReported)
    }

    private mutating func enter(_ rule: Rule, _ hit: RuleHit?, caseIndex: Int, isShadow: Bool) {
        let precedence = Precedence(of: rule, strength: hit?.strength ?? .event)
        contenders.append(
            Contender(rule: rule, hit: hit, precedence: precedence, caseIndex: caseIndex, isShadow: isShadow)
        )
    }

    private mutating func exclude(_ rule: Rule, _ reason: ExclusionReason, _ isReported: Bool = true) {
        guard isReported else { return }
        excluded.append((rule.order, Exclusion(rule: rule.id, location: rule.location, reason: reason)))
    }
}

extension DecisionContext {
    /// Whether a case would begin a hand-off with the very message that ends one.
    fileprivate func refuses(_ reply: ReplyCase) -> Bool {
        isResuming && reply.handoff != nil
    }
}
