/// Resolves `sets`: lists of words that may contain one another (RULES C1, `$名称`).
struct KeywordSets {
    private(set) var words: [String: [FoldedWord]] = [:]
    /// Words that a set has twice in different spellings, or writes twice; at most 200 of them.
    private(set) var repetitions: [RepeatedKeyword] = []
    private let members: [String: [DocumentScalar]]
    private let names: [String]
    private let fields: FieldReader
    private let budget: KeywordBudget
    private let isComplete: Bool
    private let usage: NameUsage
    private var path: [String] = []
    /// How many more words are looked at for repetitions; sets of sets can stand for a flood of them.
    private var notes = KeywordBudget.limit

    init(
        _ entries: [DocumentEntry],
        fields: FieldReader,
        budget: KeywordBudget,
        usage: NameUsage,
        isComplete: Bool
    ) {
        self.usage = usage
        self.fields = fields
        self.budget = budget
        self.isComplete = isComplete
        names = entries.map(\.key.text)
        members = Dictionary(entries.map { ($0.key.text, fields.words($0.value, $0.key.text)) }) { first, _ in first }
        for name in names { _ = resolve(name) }
    }

    /// The words of a set, each once, sets within it replaced by their words.
    private mutating func resolve(_ name: String) -> [FoldedWord] {
        if let known = words[name] { return known }
        path.append(name)
        defer { path.removeLast() }
        var result: [FoldedWord] = []
        var seen: Set<String> = []
        var folded: [[Unicode.Scalar]: Keyword] = [:]
        for member in members[name] ?? [] {
            let use = SetReference.name(in: member.text).map { SetUse(name: $0, location: member.location) }
            if let use { usage.setsWithinSets[name, default: []].insert(use.name) }
            for word in expand(member) {
                if notes > 0 { note(word.keyword(isExact: false, use: use), &folded) }
                if seen.insert(word.scalar.text).inserted { result.append(word) }
            }
        }
        if !budget.take(result.count) {
            result.first.map { fields.tooManyKeywords(at: $0.scalar) }
            result = []
        }
        words[name] = result
        return result
    }

    private mutating func note(_ word: Keyword, _ seen: inout [[Unicode.Scalar]: Keyword]) {
        notes -= 1
        guard let first = seen[word.folded] else {
            seen[word.folded] = word
            return
        }
        // A word that another set brings as well is there once all the same.
        let isWrittenTwice = first.text != word.text || first.use == nil && word.use == nil
        guard isWrittenTwice, repetitions.count < DiagnosticCollector.limit,
            let repetition = RepeatedKeyword(first: first, second: word)
        else { return }
        repetitions.append(repetition)
    }

    private mutating func expand(_ member: DocumentScalar) -> [FoldedWord] {
        guard let reference = SetReference.name(in: member.text) else {
            return FoldedWord(member, fields: fields).map { [$0] } ?? []
        }
        guard members[reference] != nil else {
            if isComplete { fields.unknownSet(reference, at: member, known: names) }
            return []
        }
        guard !path.contains(reference) else {
            reportCycle(reference, at: member)
            return []
        }
        guard path.count < KeywordSets.depthLimit else {
            fields.refuse(
                "RB013",
                member,
                Phrase("词组嵌套超过 \(KeywordSets.depthLimit) 层", "Sets nested more than \(KeywordSets.depthLimit) deep"),
                help: Phrase("把词直接写出来", "Write the words themselves")
            )
            return []
        }
        return resolve(reference)
    }

    /// Nothing real is nested deeper, and the walk must not be as deep as a file is long.
    private static let depthLimit = 32

    private func reportCycle(_ name: String, at member: DocumentScalar) {
        let names = path.drop { $0 != name } + [name]
        guard names.count > 2 else { return reportSelfReference(name, at: member) }
        // A long round would fill the screen.
        let shown = names.count <= 8 ? names.map { "$\($0)" } : names.prefix(7).map { "$\($0)" } + ["…", "$\(name)"]
        let round = shown.joined(separator: " → ")
        fields.refuse(
            "RB015",
            member,
            Phrase("词组互相包含,绕成了圈:\(round)", "Sets contain one another in a circle: \(round)"),
            help: Phrase("去掉其中一个引用", "Take one of these references out")
        )
    }

    private func reportSelfReference(_ name: String, at member: DocumentScalar) {
        fields.refuse(
            "RB015",
            member,
            Phrase("词组 “\(name)” 包含它自己($\(name))", "The set “\(name)” contains itself ($\(name))"),
            help: Phrase(
                "删掉 $\(name);若要匹配 “$\(name)” 这几个字,写 $$\(name)",
                "Delete $\(name). To match the text “$\(name)” itself, write $$\(name)"
            )
        )
    }
}
