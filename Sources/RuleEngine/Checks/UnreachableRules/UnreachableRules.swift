import Foundation

/// Finds rules that never win (RULES C6).
///
/// Sound, not complete: what is reported as proved is lost on every message, but not every lost rule is found. The time
/// is near linear: words are looked up, and comparisons of expressions share one budget.
struct ShadowCheck {
    private let rules: RuleSet
    /// What the rules were read from, for the places of menu keys and scenes.
    private let sections: RuleFileSections?
    private let now: Date?
    private let times: ConditionTimes
    private let judge: ShadowJudge
    private let events: EventTakers
    private let budget = LintBudget(5_000_000)
    /// Deciding takes longer the more rules there are and the more of them match, so fewer events are tried then.
    private let trials = LintBudget(400_000)
    /// The rules that the budgets did not suffice for.
    let gap = ShadowGap()

    init(_ rules: RuleSet, sections: RuleFileSections? = nil, now: Date?) {
        self.rules = rules
        self.sections = sections
        self.now = now
        times = ConditionTimes(rules, now: now)
        judge = ShadowJudge(index: TakerIndex(rules.rules), budget: budget)
        events = EventTakers(rules.rules)
    }

    /// The rule's shadow (RB203, RB204), else the words that it lost (RB201, RB224); a rule that was not checked to the
    /// end without either is noted.
    func findings(on rule: Rule) -> [Diagnostic] {
        guard Self.answers(rule) else { return [] }
        let refusals = budget.refusals
        let findings = finding(on: rule).map { [$0.diagnostic] } ?? lostKeywords(of: rule) + lostParts(of: rule)
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
            LocalizedText(
                "exact 的 “\(text)” 前面的规则 “\(taker.id)” 已经有了,在这里不起作用",
                "“\(text)” under `exact` is in the earlier rule “\(taker.id)” already, and has no effect here"
            ),
            help: LocalizedText("只在一条规则里留下它", "Keep it in one of the rules only"),
            related: [
                .init(location: taker.location, note: LocalizedText("由 “\(taker.id)” 回答", "“\(taker.id)” answers it"))
            ]
        )
    }
}

extension ShadowCheck {
    /// How many lost words of one rule are reported; a list that is lost as a whole says no more with each of them.
    private static let partLimit = 20

    /// RB224: words, clauses, menu keys and scenes that never make their rule win, though others of it do.
    private func lostParts(of rule: Rule) -> [Diagnostic] {
        rule.event == .text ? lostPieces(of: rule) : lostValues(of: rule)
    }

    private func lostPieces(of rule: Rule) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for piece in ShadowPiece.pieces(of: rule) {
            guard findings.count < Self.partLimit, !trials.isUsedUp else { break }
            guard case .shadowed(let reason) = judge.verdict(on: piece, of: rule), !isReported(piece, reason, rule)
            else {
                continue
            }
            let messages = messages(of: piece).prefix(2).map { RuleEvent.Content.text($0) }
            guard let witness = witnesses(messages, rule, isProved: true)?.first else { continue }
            findings.append(lostPart(place(of: piece, in: rule), piece.part, witness, reason, rule))
        }
        return findings
    }

    /// Whether a lost word is reported as RB201.
    private func isReported(_ piece: ShadowPiece, _ reason: ShadowReason, _ rule: Rule) -> Bool {
        guard piece.key == .exact, let word = piece.word, reason.taker.priority == rule.priority else { return false }
        return judge.index.hasExact(word.folded, before: rule)
    }

    private func lostValues(of rule: Rule) -> [Diagnostic] {
        guard rule.menus.count + rule.scenes.count > 1 else { return [] }
        let node = sections?.node(of: rule)
        return ["menu", "scene"].flatMap { node?[$0]?.sequence ?? [] }.compactMap(\.scalar).prefix(1_000)
            .compactMap { scalar -> Diagnostic? in
                guard !trials.isUsedUp, let reason = events.reason(for: rule, value: scalar.text),
                    let content = RuleEvent.Content(rule.event, value: scalar.text),
                    let witness = witnesses([content], rule, isProved: true)?.first
                else { return nil }
                let text = LintWord.shown(scalar.text)
                return lostPart(
                    (scalar.location, scalar.length),
                    LocalizedText("“\(text)” ", "“\(text)”"),
                    witness,
                    reason,
                    rule
                )
            }
    }

    private func place(of piece: ShadowPiece, in rule: Rule) -> (location: SourceLocation, length: Int) {
        if let word = piece.word { return word.written }
        if let clause = piece.clause {
            if let pattern = clause.patterns.first { return (pattern.location, pattern.text.unicodeScalars.count) }
            return (clause.location, 1)
        }
        return (rule.location, 1)
    }

    private func lostPart(
        _ place: (location: SourceLocation, length: Int),
        _ part: LocalizedText,
        _ witness: ShadowWitness,
        _ reason: ShadowReason,
        _ rule: Rule
    ) -> Diagnostic {
        let event = witness.description
        let (taker, priority) = (reason.taker, reason.taker.priority)
        let help =
            priority > rule.priority && priority < 1_000
            ? LocalizedText(
                "删掉它；要由 “\(rule.id)” 回答，写 priority: \(priority + 1)，或在 “\(taker.id)” 里用 none 排除它",
                "Delete it; to have “\(rule.id)” answer, write priority: \(priority + 1), or keep it out of "
                    + "“\(taker.id)” with `none`"
            )
            : LocalizedText(
                "从两条规则中的一条里删掉它；要由 “\(rule.id)” 回答，写 priority: \(min(priority + 1, 1_000))",
                "Delete it from one of the two rules; to have “\(rule.id)” answer, write priority: "
                    + "\(min(priority + 1, 1_000))"
            )
        return Diagnostic(
            "RB224",
            .warning,
            at: place.location,
            length: place.length,
            LocalizedText(
                "\(part.chinese)永远不会让规则 “\(rule.id)” 胜出：\(event.chinese)，胜出的是 “\(witness.winner)”",
                "\(part.english) never makes rule “\(rule.id)” win: \(event.english) is answered by “\(witness.winner)”"
            ),
            help: help,
            related: [.init(location: taker.location, note: reason.note(for: rule, isProved: true))]
        )
    }
}

extension ShadowPiece {
    /// The word or the clause that sets the piece apart, as an operator would name it.
    fileprivate var part: LocalizedText {
        if let word {
            let text = LintWord.shown(word.text)
            guard let use = word.use else { return LocalizedText("“\(text)” ", "“\(text)”") }
            return LocalizedText("$\(use.name) 里的 “\(text)” ", "“\(text)” of $\(use.name)")
        }
        let number = clause?.number ?? 1
        return LocalizedText("match 第 \(number) 条", "Clause \(number)")
    }
}
