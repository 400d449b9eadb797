/// Warns of sets and schedules that nothing refers to (RB223).
struct UnusedNameLint {
    let loaded: LoadedSections

    /// RB223 for each of them; none where no rule is there to use them.
    var findings: [Diagnostic] {
        guard !loaded.rules.rules.isEmpty else { return [] }
        let (sections, usage) = (loaded.sections, loaded.usage)
        let reached = usage.reachedSets
        let sets = sections.sets.map(\.key).filter { !reached.contains($0.text) }
        let schedules = sections.schedules.map(\.key).filter { !usage.schedules.contains($0.text) }
        let words = sets.isEmpty ? [:] : plainWords(named: Set(sets.map(\.text)))
        return sets.map { set($0, word: words[$0.text]) } + schedules.map(schedule)
    }

    /// Keywords that are spelled like an unused set: perhaps their `$` is missing.
    private func plainWords(named names: Set<String>) -> [String: Keyword] {
        var words: [String: Keyword] = [:]
        for rule in loaded.rules.rules {
            for clause in rule.clauses {
                for key in MatchClause.WordKey.allCases {
                    for word in clause.words(key) where word.use == nil && names.contains(word.text) {
                        words[word.text] = words[word.text] ?? word
                    }
                }
            }
        }
        return words
    }

    private func set(_ key: DocumentScalar, word: Keyword?) -> Diagnostic {
        let name = key.text
        return Diagnostic(
            "RB223",
            .warning,
            at: key.location,
            length: key.length,
            Phrase("词组 “\(name)” 没有被用到", "The set “\(name)” is not used"),
            help: word == nil
                ? Phrase(
                    "在规则里写 $\(name) 引用它；不需要就删掉",
                    "Refer to it in a rule as $\(name); if it is not needed, delete it"
                )
                : Phrase(
                    "是不是想写 $\(name)？没有 $，只匹配 “\(name)” 这几个字",
                    "Did you mean $\(name)? Without the $ only the text “\(name)” itself is matched"
                ),
            related: word.map {
                [.init(location: $0.location, note: Phrase("这里没有 $", "Here is no $"))]
            } ?? []
        )
    }

    private func schedule(_ key: DocumentScalar) -> Diagnostic {
        let name = key.text
        return Diagnostic(
            "RB223",
            .warning,
            at: key.location,
            length: key.length,
            Phrase("时间表 “\(name)” 没有被用到", "The schedule “\(name)” is not used"),
            help: Phrase(
                "在规则里写 when: {schedule: \(name)}，或在回复里写 {{schedule.\(name).today}}；不需要就删掉",
                "Write when: {schedule: \(name)} in a rule, or {{schedule.\(name).today}} in a reply; "
                    + "if it is not needed, delete it"
            )
        )
    }
}
