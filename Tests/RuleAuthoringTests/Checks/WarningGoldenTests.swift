import Foundation
import RuleTestSupport
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The recorded explanations of the warnings; `UPDATE_GOLDEN=1` records them anew.
@Suite(.timeLimit(.minutes(5)), .watched)
struct WarningGoldenTests {
    @Test(arguments: try RuleFileFixture.all(.warnings), OperatorLanguage.allCases)
    func `a warning is explained as recorded`(fixture: RuleFileFixture, language: OperatorLanguage) throws {
        let result = try Self.load(fixture)
        let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try fixture.record(text, language) }
        #expect(text == (try fixture.expected(language)))
        #expect(result.diagnostics.allSatisfy { $0.severity != .error })
        #expect(result.ruleSet != nil)
    }

    @Test func `the example shop has no warnings`() throws {
        let bytes = Array(try DecisionShop.text("shop.yaml").utf8)
        let result = RuleLoader.load([SourceFile(path: "shop.yaml", bytes: bytes)], now: DecisionConversation.moment())
        #expect(result.diagnostics.map { "\($0.code) \($0.message.english)" }.isEmpty)
    }

    private static func load(_ fixture: RuleFileFixture) throws -> RuleLoadResult {
        RuleLoader.load([try fixture.file()], now: DecisionConversation.moment())
    }
}
