import Foundation
import Testing

@testable import OperatorText
@testable import RuleAuthoring
@testable import RuleEngine

/// A file with findings and its recorded explanations.
struct RuleFileFixture: CustomTestStringConvertible {
    /// Files with errors, files that load with warnings, and rule tests with errors.
    enum Folder: String, CaseIterable {
        case errors = "Fixtures/rule-files"
        case warnings = "Fixtures/rule-files/lints"
        case tests = "Fixtures/rule-files/tests"
    }

    let name: String
    let folder: Folder

    var testDescription: String { name }

    static func all(_ folder: Folder) throws -> [RuleFileFixture] {
        try FileManager.default.contentsOfDirectory(atPath: source(folder).path)
            .filter { $0.hasSuffix(".yaml") }
            .sorted()
            .map { RuleFileFixture(name: String($0.dropLast(5)), folder: folder) }
    }

    func file() throws -> SourceFile {
        let data = try Data(contentsOf: Self.source(folder).appending(path: "\(name).yaml"))
        return SourceFile(path: "\(name).yaml", bytes: [UInt8](data))
    }

    func expected(_ language: OperatorLanguage) throws -> String {
        try String(contentsOf: golden(language), encoding: .utf8)
    }

    func record(_ text: String, _ language: OperatorLanguage) throws {
        try text.write(to: golden(language), atomically: true, encoding: .utf8)
    }

    private func golden(_ language: OperatorLanguage) -> URL {
        Self.source(folder).appending(path: "\(name).expected.\(language.rawValue).txt")
    }

    private static func source(_ folder: Folder) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: folder.rawValue)
    }
}
