/// Warns of words that end a hand-off but are, at any other time, answered by a rule that begins one (RB213).
///
/// During a hand-off such a rule is as if absent (RULES C4). Without one, who wants the bot back gets a person.
enum ResumeWordLint {
    /// How many words are looked at; each is matched against all rules.
    private static let limit = 200

    /// RB213 for each of the words.
    static func findings(on rules: RuleSet) -> [Diagnostic] {
        guard !rules.limits.resumeWords.isEmpty, rules.rules.contains(where: handsOff) else { return [] }
        var scratch = rules.matcher.makeScratch()
        return rules.limits.resumeWords.prefix(limit)
            .compactMap { word in
                rules.matcher.match(TextNormalizer.normalize(word.text), in: &scratch)
                let hits = scratch.hits.sorted { precedence(of: $0, in: rules) > precedence(of: $1, in: rules) }
                let ranked = hits.map { rules.rules[Int($0.rule)] }.filter { $0.stage == .live || $0.stage == .test }
                for rule in ranked {
                    if handsOff(rule) { return finding(on: word, rule, rules) }
                    if rule.condition.isEmpty, rule.takesEveryMatch { return nil }
                }
                return nil
            }
    }

    private static func precedence(of hit: RuleHit, in rules: RuleSet) -> Precedence {
        Precedence(of: rules.rules[Int(hit.rule)], strength: hit.strength)
    }

    private static func handsOff(_ rule: Rule) -> Bool {
        rule.cases.contains { $0.handoff != nil }
    }

    private static func finding(on word: Keyword, _ rule: Rule, _ rules: RuleSet) -> Diagnostic {
        let text = LintWord.shown(word.text)
        let match = rules.matcher.report(on: TextNormalizer.normalize(word.text)).matches
            .first { rules.rules[$0.rule].order == rule.order }
        let evidence = match.map { Candidate(rule, match: $0).evidence }
        return Diagnostic(
            "RB213",
            .warning,
            at: word.written.location,
            length: word.written.length,
            LocalizedText(
                "“\(text)” 用来结束人工接待，但会回答它的规则 “\(rule.id)” 又转人工",
                "“\(text)” ends a hand-off, but rule “\(rule.id)”, which answers it, begins one"
            ),
            help: LocalizedText(
                "换一个 “\(rule.id)” 不命中的词，或在 “\(rule.id)” 里写 none: [\(text)]",
                "Take a word that “\(rule.id)” does not match, or write none: [\(text)] in “\(rule.id)”"
            ),
            related: [
                .init(
                    location: rule.location,
                    note: LocalizedText(
                        "“\(rule.id)” 命中它\(evidence.map { "：" + $0.chinese } ?? "")",
                        "“\(rule.id)” matches it\(evidence.map { ": " + $0.english } ?? "")"
                    )
                )
            ]
        )
    }
}
