import OperatorText
import RuleEngine

/// The `sets` of all files: lists of words that may contain one another (RULES C1, `$名称`).
struct KeywordSets {
    /// The words of each set, each once, nested sets replaced by their words.
    private(set) var words: [String: [FoldedWord]] = [:]
    /// Words that a set contains twice, in any spelling; at most 200.
    private(set) var repetitions: [RepeatedKeyword] = []
    private let members: [String: [DocumentScalar]]
    private let names: [String]
    private let reader: SectionReader
    /// The sets that are being resolved, from the outermost to the innermost.
    private var path: [String] = []
    /// The number of words that may still be compared for repetitions, because nested sets can stand for a flood of
    /// words.
    private var comparisons = SectionReader.keywordLimit

    /// The deepest nesting, so that the recursion cannot follow a hostile file.
    private static let depthLimit = 32

    /// Reads the words of all sets.
    static func read(_ entries: [DocumentEntry], with reader: SectionReader) -> KeywordSets {
        let words = entries.map { ($0.key.text, reader.fields.words($0.value, field: $0.key.text)) }
        var sets = KeywordSets(
            members: Dictionary(words) { first, _ in first },
            names: entries.map(\.key.text),
            reader: reader
        )
        for name in sets.names { _ = sets.resolve(name) }
        return sets
    }

    private init(members: [String: [DocumentScalar]], names: [String], reader: SectionReader) {
        self.members = members
        self.names = names
        self.reader = reader
    }

    private mutating func resolve(_ name: String) -> [FoldedWord] {
        if let known = words[name] { return known }
        path.append(name)
        defer { path.removeLast() }
        var result: [FoldedWord] = []
        var seen: Set<String> = []
        var folded: [[Unicode.Scalar]: Keyword] = [:]
        for member in members[name] ?? [] {
            let use = SetReference.name(in: member.text).map { SetUse(name: $0, location: member.location) }
            if let use { reader.usage.setsWithinSets[name, default: []].insert(use.name) }
            for word in expand(member) {
                if comparisons > 0 { compare(word.keyword(isExact: false, use: use), with: &folded) }
                if seen.insert(word.scalar.text).inserted { result.append(word) }
            }
        }
        if !reader.keywordBudget.take(result.count) {
            result.first.map { reader.refuseTooManyKeywords(at: $0.scalar) }
            result = []
        }
        words[name] = result
        return result
    }

    /// Records a word that the set contains already.
    private mutating func compare(_ word: Keyword, with seen: inout [[Unicode.Scalar]: Keyword]) {
        comparisons -= 1
        guard let first = seen[word.folded] else {
            seen[word.folded] = word
            return
        }
        // The same spelling once in the set and once through another set is no repetition.
        let isWrittenTwice = first.text != word.text || first.use == nil && word.use == nil
        guard isWrittenTwice, repetitions.count < DiagnosticCollector.limit,
            let repetition = RepeatedKeyword(first: first, second: word)
        else { return }
        repetitions.append(repetition)
    }

    private mutating func expand(_ member: DocumentScalar) -> [FoldedWord] {
        guard let reference = SetReference.name(in: member.text) else {
            return reader.fields.folded(member).map { [$0] } ?? []
        }
        guard members[reference] != nil else {
            reader.refuseUnknownSet(reference, at: member, known: names)
            return []
        }
        guard !path.contains(reference) else {
            refuseCycle(reference, at: member)
            return []
        }
        guard path.count < KeywordSets.depthLimit else {
            reader.fields.refuse(
                member,
                code: "RB013",
                message: LocalizedText(
                    "词组嵌套超过 \(KeywordSets.depthLimit) 层",
                    "Sets nested more than \(KeywordSets.depthLimit) deep"
                ),
                help: LocalizedText("把词直接写出来", "Write the words themselves")
            )
            return []
        }
        return resolve(reference)
    }

    private func refuseCycle(_ name: String, at member: DocumentScalar) {
        let names = path.drop { $0 != name } + [name]
        // A long cycle would fill the screen.
        let shown = names.count <= 8 ? names.map { "$\($0)" } : names.prefix(7).map { "$\($0)" } + ["…", "$\(name)"]
        let cycle = shown.joined(separator: " → ")
        let isSelf = names.count == 2
        reader.fields.refuse(
            member,
            code: "RB015",
            message: isSelf
                ? LocalizedText("词组 “\(name)” 包含它自己（$\(name)）", "The set “\(name)” contains itself ($\(name))")
                : LocalizedText("词组互相包含，绕成了圈：\(cycle)", "Sets contain one another in a circle: \(cycle)"),
            help: isSelf
                ? LocalizedText(
                    "删掉 $\(name)；若要匹配 “$\(name)” 这几个字，写 $$\(name)",
                    "Delete $\(name). To match the text “$\(name)” itself, write $$\(name)"
                )
                : LocalizedText("去掉其中一个引用", "Take one of these references out")
        )
    }
}

/// The spelling of a reference to a set: `$name`; `$$name` is the word `$name` itself.
enum SetReference {
    static func name(in text: String) -> String? {
        text.hasPrefix("$") && !text.hasPrefix("$$") ? String(text.dropFirst()) : nil
    }

    static func word(_ text: String) -> String {
        text.hasPrefix("$$") ? String(text.dropFirst()) : text
    }
}

/// A word of a set or clause, folded once for all its uses.
struct FoldedWord {
    let scalar: DocumentScalar
    fileprivate let text: String
    fileprivate let folded: [Unicode.Scalar]
    fileprivate let trimmed: Range<Int>

    /// The keyword of a clause; an exact one is compared without the ornaments at its ends.
    func keyword(isExact: Bool, use: SetUse?) -> Keyword {
        let isWhole = !isExact || trimmed.count == folded.count
        return Keyword(
            text: text,
            folded: isWhole ? folded : Array(folded[trimmed]),
            location: scalar.location,
            use: use
        )
    }
}

extension FieldReader {
    /// Folds a word; nil, and reported, if nothing is left of it or if it is too long.
    func folded(_ scalar: DocumentScalar) -> FoldedWord? {
        let word = SetReference.word(scalar.text)
        let normalized = TextNormalizer.normalize(word)
        guard !normalized.isTruncated else {
            diagnostics.error(
                "RB013",
                at: scalar.location,
                LocalizedText(
                    "关键词超过 \(TextNormalizer.lengthLimit) 字",
                    "The keyword is longer than \(TextNormalizer.lengthLimit)"
                ),
                help: LocalizedText(
                    "消息只有前 2000 字参与匹配；用短一些的词",
                    "Only so much of a message is looked at; use a shorter word"
                )
            )
            return nil
        }
        guard !normalized.folded.isEmpty else {
            let codes = scalar.text.unicodeScalars.prefix(5).map { "U+\(String($0.value, radix: 16, uppercase: true))" }
                .joined(separator: " ")
            refuse(
                scalar,
                code: "RB020",
                message: LocalizedText(
                    "关键词归一化后什么都不剩（\(codes)）",
                    "Nothing is left of the keyword once it is folded (\(codes))"
                ),
                help: LocalizedText(
                    "它只由空白或看不见的字符组成，删掉它或换一个词",
                    "It holds white space or invisible characters only; delete it or use another word"
                )
            )
            return nil
        }
        return FoldedWord(scalar: scalar, text: word, folded: normalized.folded, trimmed: normalized.trimmed)
    }
}

extension SectionReader {
    /// Reads a list of words and replaces references to sets by their words.
    func keywords(_ node: DocumentNode, field: String) -> [Keyword] {
        // Words of these fields are compared with the whole message.
        let isExact = field == "exact" || field == "resume_words"
        return fields.words(node, field: field)
            .flatMap { scalar -> [Keyword] in
                let reference = SetReference.name(in: scalar.text)
                let words =
                    reference.map { self.words(ofSet: $0, at: scalar) } ?? fields.folded(scalar).map { [$0] } ?? []
                guard keywordBudget.take(words.count) else {
                    refuseTooManyKeywords(at: scalar)
                    return []
                }
                let use = reference.map { SetUse(name: $0, location: scalar.location) }
                return words.map { $0.keyword(isExact: isExact, use: use) }
            }
    }

    private func words(ofSet name: String, at scalar: DocumentScalar) -> [FoldedWord] {
        usage.sets.insert(name)
        if let words = vocabulary.sets[name] { return words }
        refuseUnknownSet(name, at: scalar, known: Array(vocabulary.setNames))
        return []
    }

    /// Reports that sets expand to more keywords than a rule set may have.
    func refuseTooManyKeywords(at scalar: DocumentScalar) {
        fields.refuse(
            scalar,
            code: "RB013",
            message: LocalizedText(
                "所有规则的关键词合计超过 \(Self.keywordLimit) 个（词组每用一次都要计入）",
                "All rules together have more than \(Self.keywordLimit) keywords (each use of a set counts)"
            ),
            help: LocalizedText("减少大词组的引用次数", "Refer to large sets less often")
        )
    }

    /// Reports a reference to an unknown set, unless the set may be defined in an unreadable file.
    func refuseUnknownSet(_ name: String, at scalar: DocumentScalar, known: [String]) {
        guard vocabulary.isComplete else { return }
        // Other tools write a reference as `${name}` or `$(name)`.
        var bare = name.trimmingSpaces
        if bare.hasPrefix("{") && bare.hasSuffix("}") || bare.hasPrefix("(") && bare.hasSuffix(")") {
            bare = String(bare.dropFirst().dropLast()).trimmingSpaces
        }
        let nearest =
            known.contains(bare)
            ? bare : LookAlike.plain(name, isRead: known.contains) ?? diagnostics.nearest(name, among: known)
        let name = name.excerpt
        let list = known.isEmpty ? "—" : known.prefix(20).map { "$\($0)" }.joined(separator: " ")
        fields.refuse(
            scalar,
            code: "RB015",
            message: LocalizedText("没有名为 “\(name)” 的词组", "There is no set named “\(name)”"),
            help: LocalizedText(
                (nearest.map { "是不是想写 $\($0)？" } ?? "")
                    + "已有：\(list)；若要匹配 “$\(name)” 这几个字，写 $$\(name)",
                (nearest.map { "Did you mean $\($0)? " } ?? "")
                    + "There are: \(list). To match the text “$\(name)” itself, write $$\(name)"
            )
        )
    }
}
