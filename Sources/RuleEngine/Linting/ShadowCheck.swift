import Foundation

/// Finds rules that never win (RULES C6).
///
/// Sound, not complete: what is reported as proved is lost on every message, but not every lost rule is found. The time
/// is near linear: words are looked up, and comparisons of expressions share one budget.
struct ShadowCheck {
    private let rules: RuleSet
    private let now: Date?
    private let times: ConditionTimes
    private let judge: ShadowJudge
    private let events: EventTakers
    private let budget = LintBudget(5_000_000)
    /// Deciding takes longer the more rules there are and the more of them match, so fewer events are tried then.
    private let trials = LintBudget(400_000)
    /// The rules that the budgets did not suffice for.
    let gap = ShadowGap()

    init(_ rules: RuleSet, now: Date?) {
        self.rules = rules
        self.now = now
        times = ConditionTimes(rules, now: now)
        judge = ShadowJudge(index: TakerIndex(rules.rules), budget: budget)
        events = EventTakers(rules.rules)
    }

    /// The rule's shadow (RB203, RB204), else the words that it lost (RB201); a rule that was not checked to the end
    /// without either is noted.
    func findings(on rule: Rule) -> [Diagnostic] {
        guard Self.answers(rule) else { return [] }
        let refusals = budget.refusals
        let findings = finding(on: rule).map { [$0.diagnostic] } ?? lostKeywords(of: rule)
        if findings.isEmpty, trials.isUsedUp || budget.refusals > refusals { gap.note(rule) }
        return findings
    }

    /// The rule's shadow, with a witness that was tried; nil where there is none.
    func finding(on rule: Rule) -> ShadowFinding? {
        guard Self.answers(rule), !trials.isUsedUp else { return nil }
        return rule.event == .text ? textFinding(on: rule) : eventFinding(on: rule)
    }

    private static func answers(_ rule: Rule) -> Bool { rule.stage == .live || rule.stage == .test }

    private func eventFinding(on rule: Rule) -> ShadowFinding? {
        guard let reasons = events.reasons(for: rule), let first = reasons.first,
            let content = RuleEvent.Content(rule.event, value: first.value),
            let witness = witnesses([content], rule, isProved: true)?.first
        else { return nil }
        return ShadowFinding(rule: rule, isProved: true, witness: witness, reasons: reasons.map(\.reason))
    }

    private func textFinding(on rule: Rule) -> ShadowFinding? {
        var shadows: [(piece: ShadowPiece, reason: ShadowReason)] = []
        var isProved = true
        for piece in ShadowPiece.pieces(of: rule) {
            switch judge.verdict(on: piece, of: rule) {
            case .open: return nil
            case .undecided(let reason):
                isProved = false
                shadows.append((piece, reason))
            case .shadowed(let reason): shadows.append((piece, reason))
            }
        }
        let texts = shadows.prefix(4)
            .flatMap { Array(messages(of: $0.piece).prefix(isProved ? 2 : PatternSamples.limit)) }
        guard let witnesses = witnesses(texts.map { .text($0) }, rule, isProved: isProved),
            let witness = witnesses.first,
            // Without a proof every sample has to be lost.
            isProved || witnesses.count == texts.count
        else { return nil }
        return ShadowFinding(rule: rule, isProved: isProved, witness: witness, reasons: shadows.map(\.reason))
    }

    /// What the rule lost, of a proved shadow one message; nil when it did not lose what it matches, or when too much
    /// has been tried already.
    private func witnesses(
        _ contents: [RuleEvent.Content],
        _ rule: Rule,
        isProved: Bool
    ) -> [ShadowWitness]? {
        guard let situation = Situation(of: rule, in: rules, times: times, now: now) else { return nil }
        var witnesses: [ShadowWitness] = []
        for content in contents {
            guard !trials.isUsedUp else { return nil }
            let trial = ShadowTrial(content, situation, of: rule, in: rules)
            trials.spend(trial.cost)
            switch trial.result {
            case .lost(let witness):
                witnesses.append(witness)
                if isProved { return witnesses }
            case .unmatched: continue
            case .kept: return nil
            }
        }
        return witnesses
    }
}

extension ShadowCheck {
    /// Messages of a piece, as a customer could write them.
    private func messages(of piece: ShadowPiece) -> [String] {
        let samples = judge.samples(of: piece).map { String($0[...]) }
        guard let clause = piece.clause else { return samples }
        func word(_ key: MatchClause.WordKey) -> [String] {
            (piece.key == key ? piece.word : clause.words(key).first).map { [$0.text] } ?? []
        }
        let exact = word(.exact)
        guard exact.isEmpty else { return exact }
        let middle = word(.any) + clause.all.map(\.text)
        return (samples.isEmpty ? [""] : samples)
            .map { sample in
                let inner = (middle + [sample]).filter { !$0.isEmpty }
                return (word(.prefix) + inner + word(.suffix)).joined(separator: inner.count > 1 ? "," : "")
            }
    }

    /// RB201: words under `exact` that an earlier rule of the same priority has.
    private func lostKeywords(of rule: Rule) -> [Diagnostic] {
        guard rule.event == .text else { return [] }
        return rule.clauses.filter { !$0.exact.isEmpty }
            .flatMap { clause in
                clause.exact.compactMap { word in
                    guard judge.index.hasExact(word.folded, before: rule) else { return nil }
                    let piece = ShadowPiece(clause: clause, key: .exact, word: word)
                    guard case .shadowed(let reason) = judge.verdict(on: piece, of: rule),
                        reason.taker.priority == rule.priority
                    else { return nil }
                    return duplicate(word, reason.taker)
                }
            }
    }

    private func duplicate(_ word: Keyword, _ taker: Rule) -> Diagnostic {
        let text = LintWord.shown(word.text)
        return Diagnostic(
            "RB201",
            .warning,
            at: word.location,
            length: word.text.unicodeScalars.count,
            Phrase(
                "exact 的 “\(text)” 前面的规则 “\(taker.id)” 已经有了,在这里不起作用",
                "“\(text)” under `exact` is in the earlier rule “\(taker.id)” already, and has no effect here"
            ),
            help: Phrase("只在一条规则里留下它", "Keep it in one of the rules only"),
            related: [.init(location: taker.location, note: Phrase("由 “\(taker.id)” 回答", "“\(taker.id)” answers it"))]
        )
    }
}
