extension DecisionContext {
    /// Ranks the rules that match the event (RULES C4, steps 3 and 4).
    func rank(in scratch: inout MatchScratch) -> Ranking {
        var ranking = Ranking()
        guard !isMuted else { return ranking }
        if let text {
            rules.match(text, in: &scratch)
            ranking.contenders.reserveCapacity(scratch.hits.count)
            for hit in scratch.hits where isFor(rules.rules[Int(hit.rule)]) {
                ranking.admit(rules.rules[Int(hit.rule)], hit: hit, isReported: true, in: self)
            }
            if !scratch.vetoes.isEmpty {
                for veto in rules.vetoes(in: scratch) where isFor(rules.rules[veto.rule]) {
                    let rule = rules.rules[veto.rule]
                    ranking.exclude(rule, for: rule.stage == .off ? .off : .noneKeyword(veto.keyword))
                }
            }
        }
        // A rule that takes any text is not reported as excluded: it would be on every message.
        for index in rules.unconditional[event.kind] ?? [] where isFor(rules.rules[index]) {
            ranking.admit(rules.rules[index], hit: nil, isReported: text == nil, in: self)
        }
        ranking.sort()
        return ranking
    }
}

/// The rules that match an event.
struct Ranking {
    /// The rules that take part, the highest precedence first.
    fileprivate(set) var contenders: [Contender] = []
    /// The rules whose text matched but that take no part, in file order.
    private(set) var exclusions: [Exclusion] = []
    private var excluded: [(order: Int, exclusion: Exclusion)] = []

    /// Adds a rule to those that take part or, when it is reported, to those that do not.
    fileprivate mutating func admit(_ rule: Rule, hit: RuleHit?, isReported: Bool, in context: DecisionContext) {
        var caseIndex = 0
        if !rule.isPlain || context.isResuming {
            switch context.presence(of: rule) {
            case .present(let index): caseIndex = index
            case .absent(let reason):
                if isReported { exclude(rule, for: reason) }
                return
            }
        }
        contenders.append(
            Contender(
                rule: rule,
                hit: hit,
                precedence: Precedence(of: rule, strength: hit?.strength ?? .event),
                caseIndex: caseIndex,
                isShadow: !context.reaches(rule.stage)
            )
        )
    }

    fileprivate mutating func exclude(_ rule: Rule, for reason: ExclusionReason) {
        excluded.append((rule.order, Exclusion(rule: rule.id, location: rule.location, reason: reason)))
    }

    fileprivate mutating func sort() {
        if contenders.count > 1 { contenders.sort { $0.precedence > $1.precedence } }
        if !excluded.isEmpty { exclusions = excluded.sorted { $0.order < $1.order }.map(\.exclusion) }
    }
}

/// A rule that takes part.
struct Contender {
    let rule: Rule
    /// The evidence in the text; nil for events without text and for rules that take any text.
    let hit: RuleHit?
    let precedence: Precedence
    /// The index of the case that applies.
    let caseIndex: Int
    /// Whether its stage does not reach this follower, so that it is only recorded.
    let isShadow: Bool
}

/// Whether a rule takes part in a decision.
private enum Presence {
    /// With the case at this index.
    case present(Int)
    case absent(ExclusionReason)
}

extension DecisionContext {
    fileprivate func presence(of rule: Rule) -> Presence {
        if rule.stage == .off { return .absent(.off) }
        guard holds(rule.condition) else { return .absent(.condition) }
        guard let index = rule.cases.firstIndex(where: { holds($0.condition) }) else { return .absent(.noCase) }
        // The message that ends a hand-off must not begin one.
        return isResuming && rule.cases[index].handoff != nil ? .absent(.resuming) : .present(index)
    }
}
