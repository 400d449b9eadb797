import TestSupport
import Testing

@testable import RuleEngine

/// A code that is added without a wrong file, or without words for the operator, fails here.
@Suite(.timeLimit(.minutes(5)), .watched)
struct DiagnosticCatalogueTests {
    @Test(arguments: try DiagnosticCatalogue.declared(), OperatorLanguage.allCases)
    func `a code has a file that causes it, explained in each language`(code: String, language: OperatorLanguage) throws
    {
        #expect(try DiagnosticCatalogue.explained(language).contains(code))
    }

    @Test(arguments: try DiagnosticCatalogue.declared())
    func `a code is in the table of the manual`(code: String) throws {
        #expect(try DiagnosticCatalogue.documented().contains(code))
    }

    @Test func `the manual and the recorded explanations know no other codes`() throws {
        let declared = Set(try DiagnosticCatalogue.declared())
        for language in OperatorLanguage.allCases {
            #expect(try DiagnosticCatalogue.explained(language).isSubset(of: declared))
        }
        #expect(try DiagnosticCatalogue.documented() == declared)
        #expect(declared.count >= 36)
    }
}
