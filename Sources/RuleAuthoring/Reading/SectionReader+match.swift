import LinearRegex
import OperatorText
import RuleEngine

/// The result of reading `match` of one rule.
struct MatchReading {
    var clauses: [MatchClause] = []
    /// Whether every clause could be read; otherwise its captures are unknown.
    var isComplete = true
}

extension SectionReader {
    /// Reads `match`: a list of clauses, one clause, a list of plain words, or one word.
    func match(_ node: DocumentNode) -> MatchReading {
        guard let items = node.sequence else {
            return node.mapping == nil ? MatchReading(clauses: [words(node)]) : clauses([node])
        }
        guard let first = items.first else {
            _ = fields.items(node, field: "match")
            return MatchReading(isComplete: false)
        }
        let splits = items.filter { item in item.mapping?.contains { Self.isClauseKey($0.key.text) } == false }
            .compactMap(SplitText.diagnostic)
        guard splits.isEmpty else {
            for split in splits { diagnostics.report(split) }
            return MatchReading(isComplete: false)
        }
        let isWords = first.scalar != nil
        if let odd = items.first(where: { ($0.scalar != nil) != isWords }) {
            fields.refuse(
                odd,
                code: "RB013",
                message: LocalizedText("“match” 里不能混用词和匹配条件", "“match” cannot mix words and clauses"),
                help: LocalizedText("把词放进一个匹配条件：- any: [词, 词]", "Put the words into a clause: - any: [word, word]")
            )
            return MatchReading(isComplete: false)
        }
        return isWords ? MatchReading(clauses: [words(node)]) : clauses(items)
    }

    private func clauses(_ nodes: [DocumentNode]) -> MatchReading {
        var reading = MatchReading()
        for (index, node) in nodes.enumerated() {
            if let clause = clause(node, number: index + 1) {
                reading.clauses.append(clause)
            } else {
                reading.isComplete = false
            }
        }
        return reading
    }

    /// The clause for a list of plain words or one word.
    private func words(_ node: DocumentNode) -> MatchClause {
        MatchClause(
            number: 1,
            exact: [],
            prefix: [],
            suffix: [],
            any: keywords(node, field: "match"),
            all: [],
            none: [],
            patterns: [],
            location: node.location
        )
    }

    private static let clauseKeys = ["exact", "prefix", "suffix", "any", "all", "none", "regex", "raw_regex"]

    static func isClauseKey(_ name: String) -> Bool { clauseKeys.contains(name) }

    /// Reads one clause; nil, and reported, if it cannot be used.
    private func clause(_ node: DocumentNode, number: Int) -> MatchClause? {
        let name = LocalizedText("“match” 第 \(number) 项", "Clause \(number) of “match”")
        guard let reader = fields.mapping(node, name: name, keys: Self.clauseKeys) else { return nil }
        guard Self.clauseKeys.contains(where: { $0 != "none" && reader.has($0) }) else {
            fields.refuse(
                node,
                code: "RB010",
                message: LocalizedText(
                    "\(name.chinese)没有匹配条件（只有 none）",
                    "\(name.english) does not say what to look for"
                ),
                help: LocalizedText(
                    "除 none 外至少写一个：exact prefix suffix any all regex raw_regex",
                    "Besides none it needs one of: exact prefix suffix any all regex raw_regex"
                )
            )
            return nil
        }
        func words(_ key: String) -> [Keyword] { reader[key].map { keywords($0, field: key) } ?? [] }
        let regex = reader["regex"].map { pattern($0, field: "regex", isRaw: false) }
        let rawRegex = reader["raw_regex"].map { pattern($0, field: "raw_regex", isRaw: true) }
        let patterns = [regex, rawRegex].compactMap(\.self)
        let compiled = patterns.compactMap(\.self)
        guard compiled.count == patterns.count else {
            // The words are read all the same, for their errors.
            for key in Self.clauseKeys where !key.hasSuffix("regex") { _ = words(key) }
            return nil
        }
        return MatchClause(
            number: number,
            exact: words("exact"),
            prefix: words("prefix"),
            suffix: words("suffix"),
            any: words("any"),
            all: words("all"),
            none: words("none"),
            patterns: compiled,
            location: node.location
        )
    }

    /// Compiles a regular expression; nil, and reported, if it cannot be used.
    private func pattern(_ node: DocumentNode, field: String, isRaw: Bool) -> RulePattern? {
        guard let scalar = fields.text(node, field: field) else { return nil }
        let pattern: Pattern
        do throws(PatternError) {
            // The line end of a block text (`|`) is no part of the expression.
            pattern = try Pattern(scalar.isBlock ? scalar.text.trimmingFinalNewlines : scalar.text)
        } catch {
            let place = scalar.place(of: error.range)
            diagnostics.error(error.code, at: place.location, length: place.length, error.message, help: error.help)
            return nil
        }
        guard patternBudget.take(pattern.nfa.instructions.count) else {
            fields.refuse(
                scalar,
                code: "RB023",
                message: LocalizedText(
                    "所有正则合起来太大，到这里已超过 \(Self.patternStateLimit) 个状态",
                    "All expressions together are too large: with this one more than \(Self.patternStateLimit) states"
                ),
                help: LocalizedText(
                    "减少像 {1,900} 这样的大次数，或把一部分规则改用关键词",
                    "Make repeats such as {1,900} smaller, or use keywords"
                )
            )
            return nil
        }
        PatternLiteralCheck.diagnostic(for: pattern, in: scalar, isRaw: isRaw).map(diagnostics.report)
        // A group with the name of a fixed variable could never be used in a reply.
        for name in pattern.groupNames where TemplateVariable.fixed[name] != nil {
            fields.refuse(
                scalar,
                code: "RB031",
                message: LocalizedText(
                    "分组名 “\(name)” 与内置变量 {{\(name)}} 同名",
                    "Group “\(name)” has the name of the variable {{\(name)}}"
                ),
                help: LocalizedText("给分组换一个名字", "Give the group another name")
            )
        }
        return RulePattern(text: scalar.text, pattern: pattern, isRaw: isRaw, location: scalar.location)
    }
}
