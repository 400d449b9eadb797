import LinearRegex
import OperatorText
import RuleEngine

/// A part of a rule for texts: the messages that one clause matches by one of its words.
///
/// A rule never wins when other rules always take each of its pieces. The facts do not cover everything that is true of
/// a piece's messages; this can hide an unreachable rule but never invent one.
struct RulePiece {
    /// A statement that is true of every message of a piece.
    enum Fact {
        /// The trimmed message is this word.
        case whole([Unicode.Scalar])
        case starts([Unicode.Scalar])
        case ends([Unicode.Scalar])
        case contains([Unicode.Scalar])
        case pattern(RulePattern)

        /// The word of the statement.
        var word: [Unicode.Scalar]? {
            switch self {
            case .whole(let word), .starts(let word), .ends(let word), .contains(let word): word
            case .pattern: nil
            }
        }
    }

    /// The clause; nil for a rule that takes any text.
    let clause: MatchClause?
    /// The key of the word.
    let key: MatchClause.WordKey?
    /// The word that distinguishes the piece from others of its clause.
    let word: Keyword?

    /// The pieces of a rule for texts, made one at a time.
    static func pieces(of rule: Rule) -> some Sequence<RulePiece> {
        let clauses = rule.clauses.map { Optional($0) } + (rule.clauses.isEmpty ? [nil] : [])
        return clauses.lazy.flatMap { clause in
            let leading = [MatchClause.WordKey.exact, .any, .prefix, .suffix]
            let key = clause.flatMap { clause in leading.first { !clause.words($0).isEmpty } }
            let words = key.flatMap { clause?.words($0).map { Optional($0) } } ?? [nil]
            return words.lazy.map { RulePiece(clause: clause, key: key, word: $0) }
        }
    }

    /// The class of evidence that the clause gives.
    var tier: MatchTier { clause?.tier ?? .event }

    var facts: [Fact] {
        guard let clause else { return [] }
        var facts = [word].compactMap(\.self).compactMap { Self.fact(on: $0, under: key) }
        facts += clause.all.map { .contains($0.folded) }
        for other in [MatchClause.WordKey.any, .prefix, .suffix] where other != key && clause.words(other).count == 1 {
            facts += clause.words(other).compactMap { Self.fact(on: $0, under: other) }
        }
        return facts + clause.patterns.map { .pattern($0) }
    }

    private static func fact(on keyword: Keyword, under key: MatchClause.WordKey?) -> Fact? {
        switch key {
        case .exact: .whole(keyword.folded)
        case .prefix: .starts(keyword.folded)
        case .suffix: .ends(keyword.folded)
        case .any, .all: .contains(keyword.folded)
        case .none?, nil: nil
        }
    }

    /// Whether the length that ranks a match is that of the word, or of a longer word of the same clause.
    var ranksByWord: Bool {
        guard let clause, let key else { return false }
        return clause.positiveKeys == [key]
    }

    /// Texts that match the first expression of the piece.
    func samples(budget: StepBudget) -> [[Unicode.Scalar]] {
        guard let clause else { return [["好"], ["x"], ["1"], ["?"]] }
        return clause.patterns.first.map { PatternSamples.texts(of: $0.pattern, budget: budget) } ?? []
    }

    /// Messages that the piece matches, as a customer could write them.
    func messages(budget: StepBudget) -> [String] {
        let samples = samples(budget: budget).map { String($0[...]) }
        guard let clause else { return samples }
        func text(under key: MatchClause.WordKey) -> [String] {
            (self.key == key ? word : clause.words(key).first).map { [$0.text] } ?? []
        }
        let exact = text(under: .exact)
        guard exact.isEmpty else { return exact }
        let middle = text(under: .any) + clause.all.map(\.text)
        return (samples.isEmpty ? [""] : samples)
            .map { sample in
                let inner = (middle + [sample]).filter { !$0.isEmpty }
                return (text(under: .prefix) + inner + text(under: .suffix))
                    .joined(separator: inner.count > 1 ? "," : "")
            }
    }
}

/// How diagnostics name a piece.
extension RulePiece {
    func place(in rule: Rule) -> (location: SourceLocation, length: Int) {
        if let word { return word.written }
        guard let clause else { return (rule.location, 1) }
        guard let pattern = clause.patterns.first else { return (clause.location, 1) }
        return (pattern.location, pattern.text.unicodeScalars.count)
    }

    /// The word or the clause.
    var name: LocalizedText {
        if let word {
            let text = word.text.brief
            guard let use = word.use else { return LocalizedText("“\(text)” ", "“\(text)”") }
            return LocalizedText("$\(use.name) 里的 “\(text)” ", "“\(text)” of $\(use.name)")
        }
        let number = clause?.number ?? 1
        return LocalizedText("匹配条件 \(number)", "Clause \(number)")
    }

    /// The messages of the piece.
    var subject: LocalizedText {
        guard let clause else { return LocalizedText("任何文字消息", "any text") }
        if let word, let key {
            let text = word.text.brief
            return switch key {
            case .exact: LocalizedText("消息 “\(text)”", "the message “\(text)”")
            case .prefix: LocalizedText("以 “\(text)” 开头的消息", "any message that begins with “\(text)”")
            case .suffix: LocalizedText("以 “\(text)” 结尾的消息", "any message that ends with “\(text)”")
            default: LocalizedText("含 “\(text)” 的消息", "any message that contains “\(text)”")
            }
        }
        if let pattern = clause.patterns.first {
            let text = pattern.text.brief
            return LocalizedText("符合 “\(text)” 的消息", "any message that matches “\(text)”")
        }
        let words = clause.all.map(\.text).joined(separator: " + ").brief
        return LocalizedText("含 “\(words)” 的消息", "any message that contains “\(words)”")
    }
}
