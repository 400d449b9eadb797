/// A keyword that a list has already, once folded.
struct RepeatedKeyword {
    let first: Keyword
    let second: Keyword

    /// Nil where both come from one reference to a set: then the set itself is reported.
    init?(first: Keyword, second: Keyword) {
        if let use = first.use, use === second.use { return nil }
        self.first = first
        self.second = second
    }
}

/// Warns of keywords that are the same after folding (RB202).
///
/// What is reported stands where it can be deleted: the word in the rule or in the set, never a word of a set that is
/// right where it is.
enum RepeatedKeywordLint {
    /// RB202 for every keyword that a list, or a clause of the same kind, has already.
    static func findings(on rule: Rule) -> [Diagnostic] {
        var plain: [MatchClause.WordKey: [[Unicode.Scalar]: Keyword]] = [:]
        var combinations: [Set<[Unicode.Scalar]>: MatchClause] = [:]
        return rule.clauses.flatMap { clause in
            MatchClause.WordKey.allCases.flatMap { key -> [Diagnostic] in
                // The same word in two clauses says something where one of them asks for more.
                let isComparable = key != .all && clause.isOnly(key)
                var seen = isComparable ? plain[key, default: [:]] : [:]
                let repetitions = clause.words(key).compactMap { repetition(of: $0, &seen) }
                if isComparable { plain[key] = seen }
                return findings(on: repetitions)
            } + repeatedCombination(clause, &combinations)
        }
    }

    /// RB202 for the repetitions of one list; those of the same two references are one.
    static func findings(on repetitions: [RepeatedKeyword]) -> [Diagnostic] {
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
            guard let (first, second) = repetition.uses else { return diagnostic(repetition) }
            return overlap(repetition, first, second, count: groups[first.location]?[second.location] ?? 1)
        }
    }

    private static func repetition(
        of keyword: Keyword,
        _ seen: inout [[Unicode.Scalar]: Keyword]
    ) -> RepeatedKeyword? {
        guard let first = seen[keyword.folded] else {
            seen[keyword.folded] = keyword
            return nil
        }
        return RepeatedKeyword(first: first, second: keyword)
    }

    /// Of two clauses with the same words under `all`, and nothing else, the second is for nothing.
    private static func repeatedCombination(
        _ clause: MatchClause,
        _ seen: inout [Set<[Unicode.Scalar]>: MatchClause]
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
                    "第 \(clause.number) 条的 all 和第 \(first.number) 条相同",
                    "Clause \(clause.number) has the same words under `all` as clause \(first.number)"
                ),
                help: LocalizedText("删掉其中一条", "Delete one of the two clauses"),
                related: [.init(location: other.written.location, note: firstPlace)]
            )
        ]
    }
}

extension RepeatedKeywordLint {
    private static let firstPlace = LocalizedText("第一次写在这里", "It is first written here")

    /// Two words, of which at least one stands in the list itself.
    private static func diagnostic(_ repetition: RepeatedKeyword) -> Diagnostic {
        // A word before a reference that brings it is the one that can be deleted.
        let (keyword, other) =
            repetition.second.use == nil
            ? (repetition.second, repetition.first) : (repetition.first, repetition.second)
        let (text, first) = (LintWord.shown(keyword.text), LintWord.shown(other.text))
        let isSame = keyword.text == other.text
        let message: LocalizedText
        var related = [Diagnostic.Related(location: other.location, note: firstPlace)]
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
                "留一个就够:全角半角、大小写、繁简、空格的差别由机器人处理",
                "One is enough: width, case, script and spaces are taken care of"
            ),
            related: related
        )
    }

    /// Two references to sets that have words in common.
    private static func overlap(
        _ repetition: RepeatedKeyword,
        _ first: SetUse,
        _ second: SetUse,
        count: Int
    ) -> Diagnostic {
        let text = LintWord.shown(repetition.second.text)
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

extension RepeatedKeyword {
    /// The two references, where both words come from sets.
    fileprivate var uses: (first: SetUse, second: SetUse)? {
        guard let first = first.use, let second = second.use else { return nil }
        return (first, second)
    }
}
