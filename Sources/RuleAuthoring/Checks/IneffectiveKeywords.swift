import OperatorText
import RuleEngine

/// Finds keywords that are the same after folding (RB202).
///
/// A finding stands at a word that can be deleted, in the rule or in the set; never at a word that is right in its set.
struct RepeatedKeywords: Lint {
    private let withinSets: [RepeatedKeyword]

    init(_ subject: LintSubject) {
        withinSets = subject.loaded.repetitions
    }

    func findingsOutsideRules() -> [Diagnostic] {
        findings(on: withinSets)
    }

    func findings(on rule: Rule) -> [Diagnostic] {
        var plain: [MatchClause.WordKey: [[Unicode.Scalar]: Keyword]] = [:]
        var combinations: [Set<[Unicode.Scalar]>: MatchClause] = [:]
        return rule.clauses.flatMap { clause in
            MatchClause.WordKey.allCases.flatMap { key -> [Diagnostic] in
                // The same word in two clauses has an effect where one of them has further conditions.
                let isComparable = key != .all && clause.isOnly(key)
                var seen = isComparable ? plain[key, default: [:]] : [:]
                let repetitions = clause.words(key)
                    .compactMap { keyword -> RepeatedKeyword? in
                        if let first = seen[keyword.folded] { return RepeatedKeyword(first: first, second: keyword) }
                        seen[keyword.folded] = keyword
                        return nil
                    }
                if isComparable { plain[key] = seen }
                return findings(on: repetitions)
            } + repeatedCombination(clause, seen: &combinations)
        }
    }

    /// The findings on the repetitions of one list; all between the same two references are one finding.
    private func findings(on repetitions: [RepeatedKeyword]) -> [Diagnostic] {
        var groups: [SourceLocation: [SourceLocation: Int]] = [:]
        var order: [RepeatedKeyword] = []
        for repetition in repetitions {
            guard let (first, second) = repetition.uses else {
                order.append(repetition)
                continue
            }
            let count = groups[first.location]?[second.location] ?? 0
            groups[first.location, default: [:]][second.location] = count + 1
            if count == 0 { order.append(repetition) }
        }
        return order.map { repetition in
            guard let (first, second) = repetition.uses else { return repeatedWord(repetition) }
            let count = groups[first.location]?[second.location] ?? 1
            return overlap(of: first, and: second, count: count, example: repetition.second)
        }
    }

    /// A finding on a clause that has the same words under `all` as an earlier one, and no other condition.
    private func repeatedCombination(
        _ clause: MatchClause,
        seen: inout [Set<[Unicode.Scalar]>: MatchClause]
    ) -> [Diagnostic] {
        guard clause.isOnly(.all), let word = clause.all.first else { return [] }
        let words = Set(clause.all.map(\.folded))
        guard let first = seen[words], let other = first.all.first else {
            seen[words] = clause
            return []
        }
        return [
            Diagnostic(
                "RB202",
                .warning,
                at: word.written.location,
                length: word.written.length,
                LocalizedText(
                    "匹配条件 \(clause.number) 的 all 和匹配条件 \(first.number) 相同",
                    "Clause \(clause.number) has the same words under `all` as clause \(first.number)"
                ),
                help: LocalizedText("删掉其中一条", "Delete one of the two clauses"),
                related: [.init(location: other.written.location, note: Self.firstPlace)]
            )
        ]
    }

    private static let firstPlace = LocalizedText("第一次写在这里", "It is first written here")

    /// A finding on two words, at least one of which stands in the list itself.
    private func repeatedWord(_ repetition: RepeatedKeyword) -> Diagnostic {
        // A word before a reference that brings it is the one that can be deleted.
        let (keyword, other) =
            repetition.second.use == nil
            ? (repetition.second, repetition.first) : (repetition.first, repetition.second)
        let (text, first) = (keyword.text.brief, other.text.brief)
        let isSame = keyword.text == other.text
        let message: LocalizedText
        var related = [Diagnostic.Related(location: other.location, note: Self.firstPlace)]
        if let use = other.use, repetition.second.use != nil {
            message = LocalizedText(
                "词组 $\(use.name) 里已经有“\(first)”" + (isSame ? "" : "，和“\(text)”归一化后相同"),
                "The set $\(use.name) has “\(first)” already" + (isSame ? "" : ", the same as “\(text)” once folded")
            )
            related = [
                .init(
                    location: use.location,
                    note: LocalizedText("这里引用 $\(use.name)", "$\(use.name) is referred to here")
                ),
                .init(location: other.location, note: LocalizedText("词组里的词", "The word in the set")),
            ]
        } else {
            message =
                isSame
                ? LocalizedText("关键词 “\(text)” 写了两次", "The keyword “\(text)” is written twice")
                : LocalizedText(
                    "关键词 “\(text)” 和 “\(first)” 归一化后相同",
                    "The keywords “\(text)” and “\(first)” are the same once folded"
                )
        }
        return Diagnostic(
            "RB202",
            .warning,
            at: keyword.location,
            length: keyword.text.unicodeScalars.count,
            message,
            help: LocalizedText(
                "留一个就够：全角半角、大小写、繁简、空格的差别由机器人处理",
                "One is enough: width, case, script and spaces are taken care of"
            ),
            related: related
        )
    }

    /// A finding on two references to sets that have words in common.
    private func overlap(of first: SetUse, and second: SetUse, count: Int, example: Keyword) -> Diagnostic {
        let text = example.text.brief
        let isSame = first.name == second.name
        let message =
            isSame
            ? LocalizedText("词组 $\(first.name) 引用了两次", "The set $\(first.name) is referred to twice")
            : LocalizedText(
                "词组 $\(second.name) 和 $\(first.name) 有 \(count) 个相同的词，如“\(text)”",
                "The sets $\(second.name) and $\(first.name) have \(count) \(count == 1 ? "word" : "words") in common, "
                    + "such as “\(text)”"
            )
        let help =
            isSame
            ? LocalizedText("删掉一个", "Delete one of them")
            : LocalizedText(
                "一个词组包含另一个时，只写大的那个；否则从其中一个里去掉这些词",
                "Where one set holds the other, write the larger one only; else take these words out of one of them"
            )
        return Diagnostic(
            "RB202",
            .warning,
            at: second.location,
            length: second.name.unicodeScalars.count + 1,
            message,
            help: help,
            related: [
                .init(
                    location: first.location,
                    note: LocalizedText("先引用了 $\(first.name)", "$\(first.name) is referred to here first")
                )
            ]
        )
    }
}

/// Two keywords of one list that are the same after folding.
struct RepeatedKeyword {
    let first: Keyword
    let second: Keyword

    /// Nil where one reference to a set brings both: the finding on the set itself is enough.
    init?(first: Keyword, second: Keyword) {
        if let use = first.use, use === second.use { return nil }
        self.first = first
        self.second = second
    }

    /// The two references, where both words come from sets.
    fileprivate var uses: (first: SetUse, second: SetUse)? {
        guard let first = first.use, let second = second.use else { return nil }
        return (first, second)
    }
}

/// Finds keywords that contain a word under `none` of their own clause (RB205).
struct CancelledKeywords: Lint {
    init(_ subject: LintSubject) {}

    func findings(on rule: Rule) -> [Diagnostic] {
        rule.clauses.filter { !$0.none.isEmpty }
            .flatMap { clause -> [Diagnostic] in
                var table = WordTable()
                var vetoes: [Int: Keyword] = [:]
                for word in clause.none {
                    guard let number = table.add(word.folded), vetoes[number] == nil else { continue }
                    vetoes[number] = word
                }
                return clause.positiveKeys.flatMap { key in
                    clause.words(key)
                        .compactMap { keyword in
                            table.occurrences(in: keyword.folded).lazy.compactMap { vetoes[$0.word] }.first
                                .map { cancelled(keyword, under: key, by: $0) }
                        }
                }
            }
    }

    private func cancelled(_ keyword: Keyword, under key: MatchClause.WordKey, by veto: Keyword) -> Diagnostic {
        let (text, word) = (keyword.text.brief, veto.text.brief)
        let (chinese, english) =
            key == .all ? ("这一条永远不会命中", "so the clause never matches") : ("这个词永远不会命中", "so the word never matches")
        return Diagnostic(
            "RB205",
            .warning,
            at: keyword.location,
            length: keyword.text.unicodeScalars.count,
            LocalizedText(
                "“\(text)” 含有 none 里的 “\(word)”，\(chinese)",
                "“\(text)” contains “\(word)”, listed under `none`, \(english)"
            ),
            help: LocalizedText(
                "从 none 里去掉 “\(word)”，或把 “\(text)” 放到没有它的匹配条件里",
                "Take “\(word)” out of `none`, or put “\(text)” into a clause without it"
            ),
            related: [.init(location: veto.location, note: LocalizedText("none 里的词", "The word under `none`"))]
        )
    }
}
