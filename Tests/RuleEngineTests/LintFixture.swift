import Foundation
import Testing

@testable import RuleEngine

/// One file with a warning in it, and its recorded explanations.
struct LintFixture: CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }

    static func all() throws -> [LintFixture] {
        try FileManager.default.contentsOfDirectory(atPath: source.path)
            .filter { $0.hasSuffix(".yaml") }
            .sorted()
            .map { LintFixture(name: String($0.dropLast(5))) }
    }

    /// What loading it gives on 2026-02-10.
    func load() throws -> RuleLoadResult {
        let data = try Data(contentsOf: Self.source.appending(path: "\(name).yaml"))
        let file = SourceFile(path: "\(name).yaml", bytes: [UInt8](data))
        return RuleLoader.load([file], now: DecisionConversation.moment())
    }

    func expected(_ language: OperatorLanguage) throws -> String {
        try String(contentsOf: golden(language), encoding: .utf8)
    }

    func record(_ text: String, _ language: OperatorLanguage) throws {
        try text.write(to: golden(language), atomically: true, encoding: .utf8)
    }

    private func golden(_ language: OperatorLanguage) -> URL {
        Self.source.appending(path: "\(name).expected.\(language.rawValue).txt")
    }

    private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/rule-files/lints")
}

/// The warnings about rules that are given as text.
struct LintTrial {
    let findings: [Diagnostic]
    let rules: RuleSet

    init(_ yaml: String, now: Date? = DecisionConversation.moment()) throws {
        let text = "version: 1\n" + yaml
        let result = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(text.utf8))], now: now)
        rules = try #require(result.ruleSet, "\(result.diagnostics.map { "\($0.code) \($0.message.english)" })")
        findings = result.diagnostics
    }

    /// Codes with the line on which they stand.
    var codes: [String] { findings.map { "\($0.code):\($0.location.line)" } }
}
