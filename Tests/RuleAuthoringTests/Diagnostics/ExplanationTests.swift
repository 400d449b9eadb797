import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// The explanations of wrong rule files.
///
/// Every file in `Fixtures/rule-files` is named for its mistake; its explanation is recorded beside it.
/// `UPDATE_GOLDEN=1` records again.
@Suite(.timeLimit(.minutes(5)), .watched)
struct ExplanationTests {
    @Test(arguments: try RuleFileFixture.all(.errors), OperatorLanguage.allCases)
    func `a wrong file is explained as recorded`(fixture: RuleFileFixture, language: OperatorLanguage) throws {
        let result = RuleLoader.load([try fixture.file()])
        let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try fixture.record(text, language) }
        #expect(text == (try fixture.expected(language)))
        #expect(result.ruleSet == nil)
    }

    @Test(arguments: try RuleFileFixture.all(.tests), OperatorLanguage.allCases)
    func `a wrong test file is explained as recorded`(fixture: RuleFileFixture, language: OperatorLanguage) throws {
        let result = RuleTestSuite.load(try fixture.file())
        let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try fixture.record(text, language) }
        #expect(text == (try fixture.expected(language)))
        #expect(result.suite == nil)
    }

    @Test func `there are files to look at`() throws {
        #expect(try RuleFileFixture.all(.errors).count >= 25)
    }
}
