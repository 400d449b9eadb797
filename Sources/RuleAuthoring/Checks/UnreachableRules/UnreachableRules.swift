import Foundation
import LinearRegex
import OperatorText
import RuleEngine

/// Finds rules that never win (RB203, RB204), and words, clauses, menu keys and scenes that never make their rule win
/// (RB201, RB224) (RULES C6).
///
/// Sound but not complete: a rule that is reported as proved loses every message, but some rules that lose every message
/// are not found. The time is near linear: words are looked up, and comparisons of expressions share one budget.
final class UnreachableRules: Lint {
    private let rules: RuleSet
    /// The documents, for the places of menu keys and scenes.
    private let sections: RuleFileSections?
    private let now: Date?
    private let times: ConditionTimes
    private let index: DominatingRuleIndex
    private let eventIndex: DominatingEventRuleIndex
    private let budget = StepBudget(5_000_000)
    /// Pays for trial decisions, which cost more with more rules and more matches.
    private let trials = StepBudget(400_000)
    /// The rules for which the budgets did not suffice.
    private var unchecked: [Rule] = []

    convenience init(_ subject: LintSubject) {
        self.init(rules: subject.rules, sections: subject.sections, now: subject.now)
    }

    init(rules: RuleSet, sections: RuleFileSections? = nil, now: Date?) {
        self.rules = rules
        self.sections = sections
        self.now = now
        times = ConditionTimes(rules, now: now)
        index = DominatingRuleIndex(rules.rules)
        eventIndex = DominatingEventRuleIndex(rules.rules)
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        guard Self.answers(rule) else { return [] }
        let refusals = budget.refusals
        let findings = finding(on: rule).map { [$0.diagnostic] } ?? lostExactWords(of: rule) + lostParts(of: rule)
        if findings.isEmpty, trials.isUsedUp || budget.refusals > refusals {
            unchecked.append(rule)
        }
        return findings
    }

    /// RB212, once, where rules were not checked to the end.
    func findingsOutsideRules() -> [Diagnostic] {
        guard let first = unchecked.first else { return [] }
        return [
            Diagnostic(
                "RB212",
                .note,
                at: first.location,
                LocalizedText(
                    "从规则 “\(first.id)” 起，有 \(unchecked.count) 条规则没有查完是否永远不会胜出：检查的次数用完了",
                    "From rule “\(first.id)” on, whether a rule ever wins was not checked to the end for "
                        + "\(unchecked.count) rules: the check has done all that it may"
                ),
                help: LocalizedText(
                    "机器人照常回答；改正已报告的，再检查一次",
                    "The bot answers all the same; correct what is reported, and check again"
                )
            )
        ]
    }

    /// The finding that a rule never wins, with a witness that was tried; nil where the rule may win.
    func finding(on rule: Rule) -> UnreachableRule? {
        guard Self.answers(rule), !trials.isUsedUp else { return nil }
        return rule.event == .text ? textFinding(on: rule) : eventFinding(on: rule)
    }

    private static func answers(_ rule: Rule) -> Bool { rule.stage == .live || rule.stage == .test }

    private func eventFinding(on rule: Rule) -> UnreachableRule? {
        guard let dominating = eventIndex.dominatingRules(of: rule), let first = dominating.first,
            let content = RuleEvent.Content(sampleOf: rule.event, value: first.value),
            let witness = witnesses(among: [content], for: rule, isProved: true)?.first
        else { return nil }
        return UnreachableRule(rule: rule, isProved: true, witness: witness, dominating: dominating.map(\.rule))
    }

    private func textFinding(on rule: Rule) -> UnreachableRule? {
        var taken: [(piece: RulePiece, by: DominatingRule)] = []
        var isProved = true
        for piece in RulePiece.pieces(of: rule) {
            switch verdict(on: piece, of: rule) {
            case .reachable: return nil
            case .undecided(let dominating):
                isProved = false
                taken.append((piece, dominating))
            case .unreachable(let dominating): taken.append((piece, dominating))
            }
        }
        let texts = taken.prefix(4)
            .flatMap { $0.piece.messages(budget: budget).prefix(isProved ? 2 : PatternSamples.limit) }
        guard let witnesses = witnesses(among: texts.map { .text($0) }, for: rule, isProved: isProved),
            let witness = witnesses.first,
            // Without a proof the rule has to lose every sample.
            isProved || witnesses.count == texts.count
        else { return nil }
        return UnreachableRule(rule: rule, isProved: isProved, witness: witness, dominating: taken.map(\.by))
    }

    private func verdict(on piece: RulePiece, of rule: Rule) -> DominatingRuleSearch.Verdict {
        let samples = piece.samples(budget: budget)
        return DominatingRuleSearch(piece: piece, rule: rule, samples: samples, index: index, budget: budget).verdict()
    }

    /// The events that the rule loses when they are decided, for a proved finding only the first; nil when the rule does
    /// not lose an event that it matches, or when the trials are used up.
    private func witnesses(
        among contents: [RuleEvent.Content],
        for rule: Rule,
        isProved: Bool
    ) -> [UnreachableRuleWitness]? {
        guard let situation = Situation.find(for: rule, in: rules, times: times, now: now) else { return nil }
        var witnesses: [UnreachableRuleWitness] = []
        for content in contents {
            guard !trials.isUsedUp else { return nil }
            let event = RuleEvent(content, userID: situation.user, messageID: "try")
            let decision = rules.decide(event, state: situation.state, at: situation.date)
            trials.spend(max(2_000, rules.rules.count / 20 + 5 * decision.candidates.count))
            guard let own = decision.candidates.first(where: { $0.rule == rule.id }) else { continue }
            guard case .lost = own.fate, let winner = decision.winner?.rule, winner != rule.id else { return nil }
            witnesses.append(UnreachableRuleWitness(content: content, situation: situation, winner: winner))
            if isProved { return witnesses }
        }
        return witnesses
    }
}

extension UnreachableRules {
    /// RB201: words under `exact` that an earlier rule of the same priority has.
    private func lostExactWords(of rule: Rule) -> [Diagnostic] {
        guard rule.event == .text else { return [] }
        return rule.clauses.filter { !$0.exact.isEmpty }
            .flatMap { clause in
                clause.exact.compactMap { word in
                    guard index.hasExact(word.folded, before: rule),
                        case .unreachable(let dominating) = verdict(
                            on: RulePiece(clause: clause, key: .exact, word: word),
                            of: rule
                        ),
                        dominating.rule.priority == rule.priority
                    else { return nil }
                    let (text, winner) = (word.text.brief, dominating.rule)
                    return Diagnostic(
                        "RB201",
                        .warning,
                        at: word.location,
                        length: word.text.unicodeScalars.count,
                        LocalizedText(
                            "exact 的 “\(text)” 前面的规则 “\(winner.id)” 已经有了，在这里不起作用",
                            "“\(text)” under `exact` is in the earlier rule “\(winner.id)” already, "
                                + "and has no effect here"
                        ),
                        help: LocalizedText("只在一条规则里留下它", "Keep it in one of the rules only"),
                        related: [
                            .init(
                                location: winner.location,
                                note: LocalizedText("由 “\(winner.id)” 回答", "“\(winner.id)” answers it")
                            )
                        ]
                    )
                }
            }
    }

    /// The most RB224 findings on one rule; when a whole list is lost, more of them say nothing new.
    private static let partLimit = 20

    /// RB224: words, clauses, menu keys and scenes that never make their rule win, though other parts of it do.
    private func lostParts(of rule: Rule) -> [Diagnostic] {
        rule.event == .text ? lostPieces(of: rule) : lostValues(of: rule)
    }

    private func lostPieces(of rule: Rule) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for piece in RulePiece.pieces(of: rule) {
            guard findings.count < Self.partLimit, !trials.isUsedUp else { break }
            guard case .unreachable(let dominating) = verdict(on: piece, of: rule) else { continue }
            // RB201 reports these.
            if piece.key == .exact, let word = piece.word, dominating.rule.priority == rule.priority,
                index.hasExact(word.folded, before: rule)
            {
                continue
            }
            let messages = piece.messages(budget: budget).prefix(2).map { RuleEvent.Content.text($0) }
            guard let witness = witnesses(among: messages, for: rule, isProved: true)?.first else { continue }
            findings.append(
                lostPart(piece.name, of: rule, at: piece.place(in: rule), to: dominating, witness: witness)
            )
        }
        return findings
    }

    private func lostValues(of rule: Rule) -> [Diagnostic] {
        guard rule.menus.count + rule.scenes.count > 1 else { return [] }
        let node = sections?.node(of: rule)
        return ["menu", "scene"].flatMap { node?[$0]?.sequence ?? [] }.compactMap(\.scalar).prefix(1_000)
            .compactMap { scalar -> Diagnostic? in
                guard !trials.isUsedUp, let dominating = eventIndex.dominatingRule(of: rule, value: scalar.text),
                    let content = RuleEvent.Content(sampleOf: rule.event, value: scalar.text),
                    let witness = witnesses(among: [content], for: rule, isProved: true)?.first
                else { return nil }
                let text = scalar.text.brief
                return lostPart(
                    LocalizedText("“\(text)” ", "“\(text)”"),
                    of: rule,
                    at: (scalar.location, scalar.length),
                    to: dominating,
                    witness: witness
                )
            }
    }

    private func lostPart(
        _ part: LocalizedText,
        of rule: Rule,
        at place: (location: SourceLocation, length: Int),
        to dominating: DominatingRule,
        witness: UnreachableRuleWitness
    ) -> Diagnostic {
        let event = witness.description
        let (winner, priority) = (dominating.rule, dominating.rule.priority)
        let help =
            priority > rule.priority && priority < 1_000
            ? LocalizedText(
                "删掉它；要由 “\(rule.id)” 回答，写 priority: \(priority + 1)，或在 “\(winner.id)” 里用 none 排除它",
                "Delete it; to have “\(rule.id)” answer, write priority: \(priority + 1), or keep it out of "
                    + "“\(winner.id)” with `none`"
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
            related: [.init(location: winner.location, note: dominating.note(for: rule, isProved: true))]
        )
    }
}

/// A rule that never wins (RB203), or probably never does (RB204).
struct UnreachableRule {
    let rule: Rule
    let isProved: Bool
    /// An event that shows it.
    let witness: UnreachableRuleWitness
    /// The rules that win, one for each piece.
    let dominating: [DominatingRule]

    var diagnostic: Diagnostic {
        let event = witness.description
        let (chinese, english) = isProved ? ("永远", "never wins") : ("很可能永远", "probably never wins")
        var seen: Set<String> = []
        let different = dominating.filter { seen.insert($0.rule.id).inserted }
        return Diagnostic(
            isProved ? "RB203" : "RB204",
            .warning,
            at: rule.clauses.first?.location ?? rule.location,
            LocalizedText(
                "规则 “\(rule.id)” \(chinese)不会胜出：\(event.chinese)，胜出的是 “\(witness.winner)”",
                "Rule “\(rule.id)” \(english): \(event.english) is answered by “\(witness.winner)”"
            ),
            help: help,
            related: different.prefix(5)
                .map { .init(location: $0.rule.location, note: $0.note(for: rule, isProved: isProved)) }
        )
    }

    private var help: LocalizedText {
        let (id, winner) = (rule.id, dominating.first?.rule.id ?? witness.winner)
        let highest = dominating.map(\.rule.priority).max() ?? 0
        guard highest > rule.priority, highest < 1_000 else {
            return LocalizedText(
                "两条规则合成一条，或删掉 “\(id)”；要它先答，写 priority: \(min(highest + 1, 1_000))",
                "Make one rule of the two, or delete “\(id)”; to have it first, write priority: \(min(highest + 1, 1_000))"
            )
        }
        guard rule.event == .text else {
            return LocalizedText(
                "给 “\(id)” 写 priority: \(highest + 1)，或删掉它",
                "Give “\(id)” priority: \(highest + 1), or delete it"
            )
        }
        return LocalizedText(
            "给 “\(id)” 写 priority: \(highest + 1)，或在 “\(winner)” 里用 none 排除它的词",
            "Give “\(id)” priority: \(highest + 1), or keep its words out of “\(winner)” with `none`"
        )
    }
}
