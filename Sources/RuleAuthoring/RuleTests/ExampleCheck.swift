import OperatorText
import RuleEngine

/// Checks that rules answer their examples, and do not answer their counter-examples (RULES C3).
///
/// The rule's own `when` and stage are assumed to hold. Of the other rules, only those count that are present at any
/// time and in any state of the follower.
enum ExampleCheck {
    /// An example that fails.
    struct Finding {
        let diagnostic: Diagnostic
        /// The ids of the rules involved: the example's own, and the one that answers instead.
        let rules: [String]
    }

    /// RB210 for every example that its rule does not answer, RB211 for every counter-example that it does.
    static func findings(on rules: RuleSet) -> [Finding] {
        rules.rules.filter { $0.stage != .off && $0.event == .text }
            .flatMap { rule in
                let contest = ExampleContest(rule: rule, rules: rules)
                return rule.examples.compactMap(contest.findingOnExample)
                    + rule.counterExamples.compactMap(contest.findingOnCounterExample)
            }
    }
}

/// The contest of one rule with all others for a message.
struct ExampleContest {
    let rule: Rule
    let rules: RuleSet

    /// RB210, when another rule, or none, answers the example.
    func findingOnExample(_ example: RuleExample) -> ExampleCheck.Finding? {
        switch result(for: example.text) {
        case .answers: nil
        case .loses(let winner, let reason):
            ExampleCheck.Finding(
                diagnostic: hijacked(example, by: winner, because: reason),
                rules: [rule.id, winner.rule]
            )
        case .doesNotMatch(let veto):
            ExampleCheck.Finding(diagnostic: unanswered(example, veto: veto), rules: [rule.id])
        }
    }

    /// RB211, when the rule answers the counter-example.
    func findingOnCounterExample(_ example: RuleExample) -> ExampleCheck.Finding? {
        guard case .answers(let evidence) = result(for: example.text) else { return nil }
        return ExampleCheck.Finding(diagnostic: answered(example, by: evidence), rules: [rule.id])
    }

    private func answered(_ example: RuleExample, by evidence: LocalizedText) -> Diagnostic {
        Diagnostic(
            "RB211",
            at: example.location,
            length: example.text.unicodeScalars.count,
            LocalizedText(
                "反例 “\(example.text)” 被 “\(rule.id)” 回答了：\(evidence.chinese)",
                "The counter-example “\(example.text)” is answered by “\(rule.id)”: \(evidence.english)"
            ),
            help: LocalizedText(
                "在这条规则里用 none 排除它，或删掉这条反例",
                "Keep it out with `none` in this rule, or delete the counter-example"
            )
        )
    }

    /// The result for the rule.
    enum Result {
        case answers(LocalizedText)
        case loses(to: Candidate, LossReason)
        case doesNotMatch(veto: String?)
    }

    /// The result for a message, if the rule's `when` holds and its stage reaches the follower.
    func result(for text: String) -> Result {
        let report = rules.matcher.report(on: TextNormalizer.normalize(text))
        let own = report.matches.first { rules.rules[$0.rule].id == rule.id }
        guard own != nil || rule.clauses.isEmpty else {
            return .doesNotMatch(veto: report.vetoes.first { rules.rules[$0.rule].id == rule.id }?.keyword)
        }
        let precedence = Precedence(of: rule, strength: own?.strength ?? .event)
        let rivals = report.matches.filter { isRival(rules.rules[$0.rule]) }
            .map { Candidate(rules.rules[$0.rule], match: $0) }
        guard let best = rivals.max(by: { $0.precedence < $1.precedence }), best.precedence > precedence else {
            return .answers(Candidate(rule, match: own).evidence)
        }
        return .loses(to: best, precedence.lossReason(against: best.precedence))
    }

    /// Whether a rule can take a message from this one, at any time and in any state of the follower.
    private func isRival(_ other: Rule) -> Bool {
        other.order != rule.order && other.alwaysEndsWalk && other.holds(whenever: rule)
            && (other.stage == .live || other.stage == rule.stage)
    }

    private func hijacked(_ example: RuleExample, by winner: Candidate, because reason: LossReason) -> Diagnostic {
        let (why, evidence) = (reason.winningPhrase, winner.evidence)
        return Diagnostic(
            "RB210",
            at: example.location,
            length: example.text.unicodeScalars.count,
            LocalizedText(
                "示例 “\(example.text)” 被 “\(winner.rule)” 抢答，而不是 “\(rule.id)”",
                "The example “\(example.text)” is answered by “\(winner.rule)”, not by “\(rule.id)”"
            ),
            help: help(for: reason, winner.rule),
            related: [
                Diagnostic.Related(
                    location: winner.location,
                    note: LocalizedText(
                        "“\(winner.rule)” 胜出：\(evidence.chinese)，\(why.chinese)",
                        "“\(winner.rule)” wins: \(evidence.english), \(why.english)"
                    )
                )
            ]
        )
    }

    private func help(for reason: LossReason, _ winner: String) -> LocalizedText {
        reason == .priority
            ? LocalizedText(
                "调整 “\(rule.id)” 或 “\(winner)” 的 priority，或在 “\(winner)” 里用 none 排除它",
                "Change the priority of “\(rule.id)” or “\(winner)”, or keep it out of “\(winner)” with `none`"
            )
            : LocalizedText(
                "给 “\(rule.id)” 写一个更长的关键词，或在 “\(winner)” 里用 none 排除它",
                "Give “\(rule.id)” a longer keyword, or keep it out of “\(winner)” with `none`"
            )
    }

    private func unanswered(_ example: RuleExample, veto: String?) -> Diagnostic {
        let reason =
            veto.map { LocalizedText("它含有 none 里的 “\($0)”", "it contains “\($0)”, listed under `none`") }
            ?? LocalizedText("match 没有一条命中它", "no clause of its `match` matches")
        return Diagnostic(
            "RB210",
            at: example.location,
            length: example.text.unicodeScalars.count,
            LocalizedText(
                "示例 “\(example.text)” 不会被 “\(rule.id)” 回答：\(reason.chinese)",
                "The example “\(example.text)” is not answered by “\(rule.id)”: \(reason.english)"
            ),
            help: LocalizedText("改 match，或改这条示例", "Change `match`, or change the example")
        )
    }
}
