import LinearRegex
import OperatorText
import RuleEngine

/// Finds regular expressions such as `.*` that match every message, in rules that always hold (RB120).
///
/// With a schedule, a question or a negative priority such a rule is meant.
struct CatchAllPatterns: Lint {
    /// Messages that nothing but a catch-all matches together.
    private static let dissimilar = ["1", "a", "好", "？", "在"].map { Array($0.unicodeScalars) }

    init(_ subject: LintSubject) {}

    func findings(on rule: Rule) -> [Diagnostic] {
        guard rule.event == .text, rule.stage == .live, rule.priority >= 0, rule.condition.isEmpty else { return [] }
        return rule.clauses
            .filter { $0.positiveKeys.isEmpty && $0.none.isEmpty && !$0.patterns.isEmpty }
            .filter { clause in clause.patterns.allSatisfy(Self.matchesEverything) }
            .map { clause in
                Diagnostic(
                    "RB120",
                    .warning,
                    at: clause.patterns[0].location,
                    LocalizedText(
                        "“\(clause.patterns[0].text.excerpt)” 在任何消息里都找得到：没有别的规则回答的消息都归 “\(rule.id)”，轮不到 fallback",
                        "“\(clause.patterns[0].text.excerpt)” is found in every message: “\(rule.id)” takes all that no other rule answers, and leaves none to the fallback"
                    ),
                    help: LocalizedText(
                        "兜底的话写在 fallback 里；确实要用规则，写 priority: -1",
                        "Write it under `fallback`; if it is to be a rule, write priority: -1"
                    )
                )
            }
    }

    private static func matchesEverything(_ pattern: RulePattern) -> Bool {
        // PatternSigns reports an empty alternative as the cause.
        let text = pattern.text
        guard !text.hasPrefix("|"), !text.hasSuffix("|"), !text.contains("||") else { return false }
        return dissimilar.allSatisfy { pattern.pattern.firstMatch(in: $0) != nil }
    }
}
