import OperatorText
import RuleEngine

/// Finds sets and schedules to which nothing refers (RB223).
struct UnusedNames: Lint {
    private let loaded: LoadedSections

    init(_ subject: LintSubject) {
        loaded = subject.loaded
    }

    func findingsOutsideRules() -> [Diagnostic] {
        // Without rules nothing could refer to them.
        guard !loaded.rules.rules.isEmpty else { return [] }
        let (sections, usage) = (loaded.sections, loaded.usage)
        let reached = usage.reachedSets
        var sets = sections.sets.map(\.key).filter { !reached.contains($0.text) }
        let misspelt = sets.isEmpty ? [] : misspeltReferences(to: Set(sets.map(\.text)))
        sets.removeAll { misspelt.contains($0.text) }
        let schedules = sections.schedules.map(\.key).filter { !usage.schedules.contains($0.text) }
        let words = sets.isEmpty ? [:] : plainWords(named: Set(sets.map(\.text)))
        return sets.map { unusedSet($0, sameWord: words[$0.text]) } + schedules.map(unusedSchedule)
    }

    /// The keywords that are spelled like an unused set: perhaps their `$` is missing.
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

    /// The names that occur with other signs, as in `＄name` or `{name}`, or in a reply; other lints report these.
    private func misspeltReferences(to names: Set<String>) -> Set<String> {
        var found: Set<String> = []
        for rule in loaded.rules.rules {
            for clause in rule.clauses {
                for word in MatchClause.WordKey.allCases.flatMap(clause.words) where word.text.count <= 70 {
                    let inner = Self.withoutSigns(word.text)
                    if inner != word.text, names.contains(inner) { found.insert(inner) }
                }
            }
            let replies = rule.cases.compactMap { loaded.sections.node(of: $0, in: rule) }.flatMap(\.replies)
            for text in replies.flatMap(\.replyTexts).map(\.text) where names.count <= 200 && text.contains("$") {
                for name in names where text.contains("$" + name) { found.insert(name) }
            }
        }
        for member in loaded.sections.sets.flatMap({ $0.value.sequence ?? [] }).compactMap(\.scalar?.text) {
            let inner = member.count <= 70 ? Self.withoutSigns(member) : member
            if inner != member, !member.hasPrefix("$"), names.contains(inner) { found.insert(inner) }
        }
        return found
    }

    private static func withoutSigns(_ text: String) -> String {
        let isLetter: (Unicode.Scalar) -> Bool = {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_"
        }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isLetter), let last = scalars.lastIndex(where: isLetter) else {
            return text
        }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    private func unusedSet(_ key: DocumentScalar, sameWord word: Keyword?) -> Diagnostic {
        let name = key.text
        return Diagnostic(
            "RB223",
            .warning,
            at: key.location,
            length: key.length,
            LocalizedText("词组 “\(name)” 没有被用到", "The set “\(name)” is not used"),
            help: word == nil
                ? LocalizedText(
                    "在规则里写 $\(name) 引用它；不需要就删掉",
                    "Refer to it in a rule as $\(name); if it is not needed, delete it"
                )
                : LocalizedText(
                    "是不是想写 $\(name)？没有 $，只匹配 “\(name)” 这几个字",
                    "Did you mean $\(name)? Without the $ only the text “\(name)” itself is matched"
                ),
            related: word.map {
                [.init(location: $0.location, note: LocalizedText("这里没有 $", "Here is no $"))]
            } ?? []
        )
    }

    private func unusedSchedule(_ key: DocumentScalar) -> Diagnostic {
        let name = key.text
        return Diagnostic(
            "RB223",
            .warning,
            at: key.location,
            length: key.length,
            LocalizedText("时间表 “\(name)” 没有被用到", "The schedule “\(name)” is not used"),
            help: LocalizedText(
                "在规则里写 when: {schedule: \(name)}，或在回复里写 {{schedule.\(name).today}}；不需要就删掉",
                "Write when: {schedule: \(name)} in a rule, or {{schedule.\(name).today}} in a reply; "
                    + "if it is not needed, delete it"
            )
        )
    }
}
