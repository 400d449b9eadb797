/// Reads a test file; every error is collected (RULES C7).
struct RuleTestReader {
    let fields: FieldReader

    static let fileKeys = ["rules", "defaults", "tests"]
    static let testKeys = ["name", "say", "event", "at", "user", "expect", "cases", "steps", "todo"]
    static let eventKeys = ["say", "event", "at", "user", "expect"]

    var diagnostics: DiagnosticCollector { fields.diagnostics }

    init(diagnostics: DiagnosticCollector) {
        fields = FieldReader(diagnostics: diagnostics)
    }

    /// The content of a file.
    func file(_ root: DocumentNode) -> RuleTestFile? {
        guard let reader = mapping(root, Phrase("测试文件", "The test file"), RuleTestReader.fileKeys) else { return nil }
        let help = Phrase("rules: [rules.yaml],路径相对于测试文件", "rules: [rules.yaml], relative to the test file")
        let rules = reader.required("rules", help: help).map { fields.texts($0, field: "rules") } ?? []
        let defaults = reader["defaults"].map(defaults) ?? RuleTestScope()
        let tests = reader.required("tests").map { fields.items($0, field: "tests") } ?? []
        return RuleTestFile(
            rules: rules.map { RuleTestFile.RulesPath(text: $0.text, location: $0.location, length: $0.length) },
            tests: tests.compactMap { test($0, in: defaults) }
        )
    }

    private func defaults(_ node: DocumentNode) -> RuleTestScope {
        let scope = RuleTestScope()
        guard let reader = mapping(node, FieldReader.name("defaults"), ["at", "user"]) else { return scope }
        return narrowed(scope, by: reader)
    }

    func mapping(_ node: DocumentNode, _ name: Phrase, _ keys: [String]) -> MappingReader? {
        fields.mapping(node, name: name, keys: keys)
    }
}
