/// What can be said of a piece of a rule (RULES C6).
enum ShadowVerdict {
    /// Nothing is known to take its messages.
    case open
    /// These may take all of its messages, but it takes too long to prove it.
    case undecided(by: ShadowReason)
    /// All of its messages are taken.
    case shadowed(by: ShadowReason)
}

/// Why a piece's messages go to another rule.
struct ShadowReason {
    /// The rule that takes them.
    let taker: Rule
    /// Its clause; nil where it takes any text, or no text is involved.
    let clause: MatchClause?
    /// Its word that is in all of them, where there is one.
    let word: [Unicode.Scalar]?
    /// What is taken.
    let subject: LocalizedText

    /// What the messages have in common for the taker, and why it comes first.
    ///
    /// Without a proof, no more is said than what was seen.
    func note(for rule: Rule, isProved: Bool) -> LocalizedText {
        let rank = rank(above: rule)
        guard isProved else {
            return LocalizedText(
                "试过的消息 “\(taker.id)” 都能回答,而且它\(rank.chinese)",
                "“\(taker.id)” answers all messages that were tried, and \(rank.english)"
            )
        }
        guard let clause else {
            return LocalizedText(
                "\(subject.chinese)“\(taker.id)” 都回答,而且\(rank.chinese)",
                "“\(taker.id)” answers \(subject.english), and \(rank.english)"
            )
        }
        let reach = reach(of: clause)
        let isWhole = !clause.exact.isEmpty
        let chinese = isWhole ? "“\(taker.id)” 也有" : "\(reach.chinese)"
        let english = isWhole ? "is also one of “\(taker.id)”" : reach.english
        return LocalizedText(
            "\(subject.chinese)\(chinese),而 “\(taker.id)” \(rank.chinese)",
            "\(subject.english) \(english), and “\(taker.id)” \(rank.english)"
        )
    }

    /// What the messages have in common, in terms of the taker's clause.
    private func reach(of clause: MatchClause) -> LocalizedText {
        if let word {
            let text = LintWord.shown(String(word[...]))
            return LocalizedText("都含 “\(text)”", "contains “\(text)”")
        }
        if clause.positiveKeys.isEmpty, let pattern = clause.patterns.first {
            let text = LintWord.shown(pattern.text)
            return LocalizedText("都符合 “\(text)”", "matches “\(text)”")
        }
        return LocalizedText(
            "都符合 “\(taker.id)” 的第 \(clause.number) 条 match",
            "matches clause \(clause.number) of “\(taker.id)”"
        )
    }

    private func rank(above rule: Rule) -> LocalizedText {
        guard taker.priority == rule.priority else {
            return LocalizedText("优先级 \(taker.priority) 更高", "has the higher priority, \(taker.priority)")
        }
        if let clause, !rule.clauses.contains(where: { $0.tier == clause.tier }) {
            return LocalizedText("的证据更强(全等 > 关键词 > 正则)", "has the stronger evidence (exact > keyword > regex)")
        }
        return LocalizedText("写在前面", "is written first")
    }
}
