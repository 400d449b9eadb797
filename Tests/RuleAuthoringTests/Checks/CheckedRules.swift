import Foundation
import RuleTestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Rules from a text, with the findings on them.
struct CheckedRules {
    let findings: [Diagnostic]
    let rules: RuleSet

    init(_ yaml: String, now: Date? = DecisionConversation.moment()) throws {
        let text = "version: 1\n" + yaml
        let result = RuleLoader.load([SourceFile(path: "rules.yaml", bytes: Array(text.utf8))], now: now)
        rules = try #require(result.ruleSet, "\(result.diagnostics.map { "\($0.code) \($0.message.english)" })")
        findings = result.diagnostics
    }

    /// The codes with their lines.
    var codes: [String] { findings.map { "\($0.code):\($0.location.line)" } }
}
