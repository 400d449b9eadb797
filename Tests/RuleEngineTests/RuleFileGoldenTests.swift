import Foundation
import Testing

@testable import RuleEngine

/// What an operator reads about wrong rule files.
///
/// Every file of `Fixtures/rule-files` is wrong in the way that its name says, and its explanation is recorded beside
/// it. `UPDATE_GOLDEN=1` records anew.
struct RuleFileGoldenTests {
    @Test(arguments: try RuleFileFixture.all(.errors), OperatorLanguage.allCases)
    func `a wrong file is explained as recorded`(fixture: RuleFileFixture, language: OperatorLanguage) throws {
        let result = RuleLoader.load([try fixture.file()])
        let text = DiagnosticRenderer().render(result.diagnostics, sources: result.sources, language: language) + "\n"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try fixture.record(text, language) }
        #expect(text == (try fixture.expected(language)))
        #expect(result.ruleSet == nil)
    }

    @Test func `every error code has a wrong file`() throws {
        let found = Set(
            try RuleFileFixture.all(.errors).flatMap { RuleLoader.load([try $0.file()]).diagnostics.map(\.code) }
        )
        let catalogue = [
            "RB001", "RB002", "RB003", "RB010", "RB011", "RB012", "RB013", "RB014", "RB015", "RB016", "RB020", "RB021",
            "RB022", "RB023", "RB024", "RB031", "RB032", "RB040", "RB041", "RB042", "RB210", "RB211",
        ]
        #expect(Set(catalogue).subtracting(found).isEmpty)
        #expect(found.subtracting(catalogue).isEmpty)
    }

    @Test func `there are files to look at`() throws {
        #expect(try RuleFileFixture.all(.errors).count >= 25)
    }
}
