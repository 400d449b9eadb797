/// Reads the sections of rule files into the model; each section has an extension of its own.
struct SectionReader {
    let fields: FieldReader
    let vocabulary: RuleVocabulary
    let budget: KeywordBudget
    let patternBudget: PatternBudget
    let usage: NameUsage
    let limits = ReplyLimits()

    var diagnostics: DiagnosticCollector { fields.diagnostics }

    /// Reads a node as a mapping with these keys.
    func mapping(_ node: DocumentNode, _ name: Phrase, keys: [String]) -> MappingReader? {
        MappingReader(node, name, keys: keys, diagnostics: diagnostics)
    }
}
