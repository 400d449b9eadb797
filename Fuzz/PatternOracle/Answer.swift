import LinearRegex
import RuleAuthoring
import RuleEngine

/// What the engine makes of a pattern and of each text.
struct Answer: Encodable {
    /// The code of the diagnostic, when the pattern is refused.
    var refused: String?
    /// For each text the start and end of the match and of every group, -1 for one that took no part; null for no match.
    var spans: [[Int]?] = []
    /// How many of the two kinds of rules could be asked.
    var rules = 0
    /// Where a rule with the pattern does not decide as the pattern itself does.
    var disagreements: [String] = []

    init(to question: Question) {
        do throws(PatternError) {
            let pattern = try Pattern(question.pattern)
            spans = question.texts.map { Self.spans(pattern.firstMatch(in: Array($0.unicodeScalars))?.captures) }
            let rule = PatternRules(question.pattern)
            rules = rule.kinds.count
            disagreements = question.texts.flatMap { rule.disagreements(with: pattern, on: $0) }
        } catch {
            refused = error.code
        }
    }

    private static func spans(_ captures: [Range<Int>?]?) -> [Int]? {
        captures?.flatMap { [$0?.lowerBound ?? -1, $0?.upperBound ?? -1] }
    }
}
