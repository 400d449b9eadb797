import Foundation

@testable import RuleEngine

/// Every code that the engine's source names, and every code that a recorded explanation shows.
struct DiagnosticCatalogue {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The codes in string literals anywhere in `Sources/RuleEngine`, each once, ascending.
    static func declared() throws -> [String] {
        let folder = root.appending(path: "Sources/RuleEngine").resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let sources = (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        return Set(try sources.flatMap { codes(in: try String(contentsOf: $0, encoding: .utf8), between: "\"", "\"") })
            .sorted()
    }

    /// The codes in the recorded explanations of one language.
    static func explained(_ language: OperatorLanguage) throws -> Set<String> {
        let fixtures = try RuleFileFixture.Folder.allCases.flatMap(RuleFileFixture.all)
        let folders = root.appending(path: "Tests/RuleEngineTests/Fixtures/rule-files/folders")
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
