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

    /// The codes that are explained in one language, with how bad they are, such as `error[RB012]`.
    static func explained(_ folder: RuleFileFixture.Folder, _ language: OperatorLanguage) throws -> Set<String> {
        Set(
            try RuleFileFixture.all(folder)
                .flatMap {
                    codes(in: try $0.expected(language), between: folder == .warnings ? "warning[" : "error[", "]")
                }
        )
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
