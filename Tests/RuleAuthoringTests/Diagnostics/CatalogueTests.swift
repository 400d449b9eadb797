import Foundation
import TestSupport
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// Every code has a fixture that causes it, recorded explanations and a row in the manual.
@Suite(.timeLimit(.minutes(5)), .watched)
struct CatalogueTests {
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

/// The codes in the source, in the recorded explanations and in the manual.
private struct DiagnosticCatalogue {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The codes in string literals anywhere in `Sources/RuleAuthoring`, each once, ascending.
    static func declared() throws -> [String] {
        let folder = root.appending(path: "Sources/RuleAuthoring").resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let sources = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        return Set(try sources.flatMap { codes(in: try String(contentsOf: $0, encoding: .utf8), between: "\"", "\"") })
            .sorted()
    }

    /// The codes in the recorded explanations of one language.
    static func explained(_ language: OperatorLanguage) throws -> Set<String> {
        let fixtures = try RuleFileFixture.Folder.allCases.flatMap(RuleFileFixture.all)
        let folders = root.appending(path: "Tests/RuleAuthoringTests/Fixtures/rule-files/folders")
        let folder = try String(
            contentsOf: folders.appending(path: "copied-files.expected.\(language.rawValue).txt"),
            encoding: .utf8
        )
        let texts = try fixtures.map { try $0.expected(language) } + [folder]
        return Set(texts.flatMap { codes(in: $0, between: "[", "]") })
    }

    /// The codes in the table of RULES C5.
    static func documented() throws -> Set<String> {
        let page = try String(contentsOf: root.appending(path: "docs/rules.md"), encoding: .utf8)
        return Set(codes(in: page, between: "\n| ", " |"))
    }

    private static func codes(in text: String, between start: String, _ end: String) -> [String] {
        text.components(separatedBy: start + "RB").dropFirst()
            .compactMap { rest in
                let number = rest.prefix(3)
                guard number.count == 3, number.allSatisfy(\.isNumber), rest.dropFirst(3).hasPrefix(end) else {
                    return nil
                }
                return "RB\(number)"
            }
    }
}
