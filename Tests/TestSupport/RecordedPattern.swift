internal import Foundation

/// A pattern and a text with the answer of Python's `re`, from the fixtures of LinearRegexTests.
package struct RecordedPattern: Decodable, Sendable {
    /// The spans of the match and of each group, -1 for a group that took no part.
    package enum Answer: Hashable, Sendable {
        case refused
        case unmatched
        case spans([Int])
    }

    /// The pattern.
    package let pattern: String
    /// The text.
    package let text: String
    /// The answer.
    package let answer: Answer

    /// Decodes one line, `[pattern, text, answer]`.
    package init(from decoder: any Decoder) throws {
        var line = try decoder.unkeyedContainer()
        pattern = try line.decode(String.self)
        text = try line.decode(String.self)
        if try line.decodeNil() {
            answer = .unmatched
        } else if let spans = try? line.decode([Int].self) {
            answer = .spans(spans)
        } else {
            answer = .refused
        }
    }

    /// The patterns of a fixture.
    package static func all(in name: String) throws -> [RecordedPattern] {
        let file = URL(filePath: #filePath).appending(path: "../../LinearRegexTests/Fixtures/\(name).jsonl")
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(RecordedPattern.self, from: Data($0.utf8)) }
    }
}
