/// The rules that match an event: those that take part, by rank, and those that do not (RULES C4, steps 3 and 4).
struct CandidateField {
    /// The rules that take part, the highest rank first.
    private(set) var contenders: [Contender] = []
    /// The rules whose text matched but that are as if absent, in file order.
    private(set) var exclusions: [Exclusion] = []

    init(_ context: DecisionContext) {
        let report = context.text.map(context.rules.matcher.report)
        let vetoes = Dictionary(report?.vetoes.map { ($0.rule, $0.keyword) } ?? []) { first, _ in first }
        let matches = Dictionary(report?.matches.map { ($0.rule, $0) } ?? []) { first, _ in first }
        for (index, rule) in context.rules.rules.enumerated() where context.isFor(rule) {
            if let keyword = vetoes[index] {
                exclude(rule, rule.stage == .off ? .off : .noneKeyword(keyword))
            } else if let match = matches[index] {
                admit(rule, match, in: context, isReported: true)
            } else if rule.clauses.isEmpty {
                // A rule that takes any text is not reported when absent: it would be on every message.
                admit(rule, nil, in: context, isReported: context.text == nil)
            }
        }
        contenders.sort { $0.score.wins(over: $1.score) }
    }

    private mutating func admit(_ rule: Rule, _ match: RuleMatch?, in context: DecisionContext, isReported: Bool) {
        switch Self.entry(rule, match, in: context) {
        case .success(let contender): contenders.append(contender)
        case .failure(let absence): if isReported { exclude(rule, absence.reason) }
        }
    }

    private mutating func exclude(_ rule: Rule, _ reason: ExclusionReason) {
        exclusions.append(Exclusion(rule: rule.id, location: rule.location, reason: reason))
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
