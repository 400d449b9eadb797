import OperatorText
import RuleEngine

/// Reads a test file, and collects all its errors (RULES C7).
struct RuleTestReader {
    let fields: FieldReader

    static let fileKeys = ["rules", "defaults", "tests"]
    static let testKeys = ["name", "say", "event", "at", "user", "expect", "cases", "steps", "todo"]
    static let eventKeys = ["say", "event", "at", "user", "expect"]

    var diagnostics: DiagnosticCollector { fields.diagnostics }

    init(diagnostics: DiagnosticCollector) {
        fields = FieldReader(diagnostics: diagnostics)
    }

    /// Reads the root of a test file.
    func file(_ root: DocumentNode) -> RuleTestFile? {
        guard let reader = mapping(root, named: LocalizedText("测试文件", "The test file"), keys: RuleTestReader.fileKeys)
        else {
            return nil
        }
        let help = LocalizedText("rules: [rules.yaml]，路径相对于测试文件", "rules: [rules.yaml], relative to the test file")
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
        guard let reader = mapping(node, named: FieldReader.name("defaults"), keys: ["at", "user"]) else {
            return scope
        }
        return narrowed(scope, by: reader)
    }

    func mapping(_ node: DocumentNode, named name: LocalizedText, keys: [String]) -> MappingReader? {
        fields.mapping(node, name: name, keys: keys)
    }

    /// One item of `tests`.
    func test(_ node: DocumentNode, in defaults: RuleTestScope) -> RuleTest? {
        guard let reader = mapping(node, named: LocalizedText("测试", "The test"), keys: RuleTestReader.testKeys) else {
            return nil
        }
        let name = reader.required("name").flatMap { fields.text($0, field: "name") }?.text
        let todo = reader["todo"].flatMap { fields.text($0, field: "todo") }?.text
        let scope = narrowed(defaults, by: reader)
        let conversations = conversations(reader, in: scope)
        return name.map {
            RuleTest(name: $0, location: reader.location, todo: todo, conversations: conversations)
        }
    }

    private func conversations(_ reader: MappingReader, in scope: RuleTestScope) -> [RuleTestConversation] {
        if let steps = reader["steps"] {
            refuse(["say", "event", "expect", "cases"], beside: "steps", in: reader)
            let items = fields.items(steps, field: "steps")
            return [RuleTestConversation(steps: items.flatMap { self.steps($0, named: "steps", in: scope) })]
        }
        if let cases = reader["cases"] {
            refuse(["expect"], beside: "cases", in: reader)
            return fields.items(cases, field: "cases").flatMap { apart(self.steps($0, named: "cases", in: scope)) }
        }
        return apart(steps(reader, in: scope))
    }

    /// A conversation for each event, with a follower never seen before.
    private func apart(_ steps: [RuleTestStep]) -> [RuleTestConversation] {
        steps.map { RuleTestConversation(steps: [$0]) }
    }

    private func steps(_ node: DocumentNode, named name: String, in scope: RuleTestScope) -> [RuleTestStep] {
        guard let reader = mapping(node, named: FieldReader.name(name), keys: RuleTestReader.eventKeys) else {
            return []
        }
        return steps(reader, in: narrowed(scope, by: reader))
    }

    private func steps(_ reader: MappingReader, in scope: RuleTestScope) -> [RuleTestStep] {
        let expectation = reader.required("expect", help: RuleTestReader.expectHelp).flatMap(expectation)
        if scope.events.isEmpty, !reader.has("say"), !reader.has("event") {
            reader.reportMissing(
                LocalizedText("“say” 或 “event”", "“say” or “event”"),
                help: LocalizedText("say: 退款，或 event: {click: 菜单键}", "say: a message, or event: {click: KEY}")
            )
        }
        if scope.time == nil, !reader.has("at") {
            reader.reportMissing(
                LocalizedText("时间 “at”", "time “at”"),
                help: LocalizedText(
                    "在文件开头写 defaults: {at: \"2026-02-10T10:00\"}",
                    "At the top of the file write defaults: {at: \"2026-02-10T10:00\"}"
                )
            )
        }
        guard let time = scope.time, let expectation else { return [] }
        return scope.events.map { event in
            RuleTestStep(
                content: event,
                time: time,
                user: scope.user,
                expectation: expectation,
                location: reader.location
            )
        }
    }

    private func refuse(_ keys: [String], beside other: String, in reader: MappingReader) {
        for key in keys.compactMap(reader.key) {
            fields.refuse(
                key,
                code: "RB013",
                message: LocalizedText(
                    "“\(key.text)” 不能和 “\(other)” 写在一起",
                    "“\(key.text)” cannot stand beside “\(other)”"
                ),
                help: LocalizedText("把它写进 \(other) 的每一项里", "Write it in each item of \(other)")
            )
        }
    }

    private static let expectHelp = LocalizedText("expect: {rule: 规则名}", "expect: {rule: its id}")
}

/// A test file as it is written, before its rules are read (RULES C7).
struct RuleTestFile {
    /// A path under `rules`, relative to the test file.
    struct RulesPath {
        let text: String
        let location: SourceLocation
        let length: Int
    }

    let rules: [RulesPath]
    let tests: [RuleTest]

    /// The golden files that the tests name, each once, in order.
    var goldenFiles: [String] {
        var seen: Set<String> = []
        return tests.flatMap(\.conversations).flatMap(\.steps).compactMap(\.expectation.golden)
            .filter { seen.insert($0).inserted }
    }
}

/// The events, time and follower of a test, case or step, own or inherited.
struct RuleTestScope {
    /// The events; empty while none was given.
    var events: [RuleEvent.Content] = []
    /// The time; nil while none was given.
    var time: RuleTestTime?
    /// The follower.
    var user = RuleTestScope.defaultUser

    /// The follower of tests that name none.
    static let defaultUser = "test-user"
}
