/// A part of what a rule answers: the messages that one clause takes for the sake of one of its words.
///
/// A rule never wins when each of its pieces is always taken by another rule. What is known of a piece's messages is
/// less than all of it, which can hide a shadow but never invent one.
struct ShadowPiece {
    /// What is true of every message of a piece.
    enum Fact {
        /// The message, trimmed, is this word.
        case whole([Unicode.Scalar])
        case starts([Unicode.Scalar])
        case ends([Unicode.Scalar])
        case contains([Unicode.Scalar])
        case pattern(RulePattern)
    }

    /// The clause; nil for a rule that takes any text.
    let clause: MatchClause?
    /// The key of the word that sets the piece apart.
    let key: MatchClause.WordKey?
    /// The word that sets the piece apart.
    let word: Keyword?

    /// The pieces of a rule for texts, made one after the other.
    static func pieces(of rule: Rule) -> some Sequence<ShadowPiece> {
        let clauses = rule.clauses.map { Optional($0) } + (rule.clauses.isEmpty ? [nil] : [])
        return clauses.lazy.flatMap { clause in
            let key = clause.flatMap(Self.leadingKey)
            let words = key.flatMap { clause?.words($0).map { Optional($0) } } ?? [nil]
            return words.lazy.map { ShadowPiece(clause: clause, key: key, word: $0) }
        }
    }

    /// The class of evidence that the clause gives.
    var tier: MatchTier { clause?.tier ?? .event }

    /// What is true of every message of the piece.
    var facts: [Fact] {
        guard let clause else { return [] }
        var facts = [word].compactMap(\.self).compactMap { Self.fact(key, $0) }
        facts += clause.all.map { .contains($0.folded) }
        for other in [MatchClause.WordKey.any, .prefix, .suffix] where other != key && clause.words(other).count == 1 {
            facts += clause.words(other).compactMap { Self.fact(other, $0) }
        }
        return facts + clause.patterns.map { .pattern($0) }
    }

    /// Whether the length of the evidence is that of the word, or of a longer word of the same clause.
    var ranksByWord: Bool {
        guard let clause, let key else { return false }
        return clause.positiveKeys == [key]
    }

    private static func leadingKey(of clause: MatchClause) -> MatchClause.WordKey? {
        [MatchClause.WordKey.exact, .any, .prefix, .suffix].first { !clause.words($0).isEmpty }
    }

    private static func fact(_ key: MatchClause.WordKey?, _ keyword: Keyword) -> Fact? {
        switch key {
        case .exact: .whole(keyword.folded)
        case .prefix: .starts(keyword.folded)
        case .suffix: .ends(keyword.folded)
        case .any, .all: .contains(keyword.folded)
        case .none?, nil: nil
        }
    }
}

extension ShadowPiece {
    /// The messages of the piece, as an operator would name them.
    var subject: LocalizedText {
        guard let clause else { return LocalizedText("任何文字消息", "any text") }
        if let word, let key { return Self.subject(key, LintWord.shown(word.text)) }
        if let pattern = clause.patterns.first {
            let text = LintWord.shown(pattern.text)
            return LocalizedText("符合 “\(text)” 的消息", "any message that matches “\(text)”")
        }
        let words = LintWord.shown(clause.all.map(\.text).joined(separator: " + "))
        return LocalizedText("含 “\(words)” 的消息", "any message that contains “\(words)”")
    }

    private static func subject(_ key: MatchClause.WordKey, _ word: String) -> LocalizedText {
        switch key {
        case .exact: LocalizedText("消息 “\(word)”", "the message “\(word)”")
        case .prefix: LocalizedText("以 “\(word)” 开头的消息", "any message that begins with “\(word)”")
        case .suffix: LocalizedText("以 “\(word)” 结尾的消息", "any message that ends with “\(word)”")
        default: LocalizedText("含 “\(word)” 的消息", "any message that contains “\(word)”")
        }
    }
}
