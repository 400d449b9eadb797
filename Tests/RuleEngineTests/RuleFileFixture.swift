import Foundation
import Testing

@testable import RuleEngine

/// One wrong file with its recorded explanations.
struct RuleFileFixture: CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }

    static func all() throws -> [RuleFileFixture] {
        try FileManager.default.contentsOfDirectory(atPath: source.path)
            .filter { $0.hasSuffix(".yaml") }
            .sorted()
            .map { RuleFileFixture(name: String($0.dropLast(5))) }
    }

    func file() throws -> SourceFile {
        let data = try Data(contentsOf: Self.source.appending(path: "\(name).yaml"))
        return SourceFile(path: "\(name).yaml", bytes: [UInt8](data))
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
        .appending(path: "Fixtures/rule-files")
}
