/// The rules that match an event: those that take part, by rank, and those that do not (RULES C4, steps 3 and 4).
struct CandidateField {
    /// The rules that take part, the highest rank first.
    private(set) var contenders: [Contender] = []
    /// The rules whose text matched but that are as if absent, in file order.
    var exclusions: [Exclusion] { excluded.sorted { $0.order < $1.order }.map(\.exclusion) }
    private var excluded: [(order: Int, exclusion: Exclusion)] = []

    init(_ context: DecisionContext, _ scratch: inout MatchScratch) {
        let rules = context.rules
        if let text = context.text {
            rules.matcher.match(text, in: &scratch)
            for hit in scratch.hits.sorted(by: { $0.rule < $1.rule }) where context.isFor(rules.rules[Int(hit.rule)]) {
                let match = rules.matcher.evidence(of: hit, in: text, scratch)
                admit(rules.rules[match.rule], match, in: context, isReported: true)
            }
            if !scratch.vetoes.isEmpty { excludeVetoed(rules.matcher.vetoes(in: scratch), in: context) }
        }
        // A rule that takes any text is not reported when absent: it would be on every message.
        for index in rules.unconditional[context.event.kind] ?? [] where context.isFor(rules.rules[index]) {
            admit(rules.rules[index], nil, in: context, isReported: context.text == nil)
        }
        if contenders.count > 1 { contenders.sort { $0.score.wins(over: $1.score) } }
    }

    private mutating func excludeVetoed(_ vetoes: [RuleVeto], in context: DecisionContext) {
        for veto in vetoes {
            let rule = context.rules.rules[veto.rule]
            guard context.isFor(rule) else { continue }
            exclude(rule, rule.stage == .off ? .off : .noneKeyword(veto.keyword))
        }
    }

    private mutating func admit(_ rule: Rule, _ match: RuleMatch?, in context: DecisionContext, isReported: Bool) {
        switch Self.entry(rule, match, in: context) {
        case .success(let contender): contenders.append(contender)
        case .failure(let absence): if isReported { exclude(rule, absence.reason) }
        }
    }

    private mutating func exclude(_ rule: Rule, _ reason: ExclusionReason) {
        excluded.append((rule.order, Exclusion(rule: rule.id, location: rule.location, reason: reason)))
    }

    private struct Absence: Error {
        let reason: ExclusionReason
    }

    private static func entry(
        _ rule: Rule,
        _ match: RuleMatch?,
        in context: DecisionContext
    ) -> Result<
        Contender, Absence
    > {
        if rule.stage == .off { return .failure(Absence(reason: .off)) }
        if !context.holds(rule.condition) { return .failure(Absence(reason: .condition)) }
        guard let reply = rule.cases.first(where: { context.holds($0.condition) }) else {
            return .failure(Absence(reason: .noCase))
        }
        let isShadow = !context.reaches(rule.stage)
        return .success(Contender(rule: rule, match: match, reply: reply, isShadow: isShadow))
    }
}
