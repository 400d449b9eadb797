internal import Foundation

/// A pattern and a text with the answer of Python's `re`, from the fixtures of LinearRegexTests.
public struct RecordedPattern: Decodable, Sendable {
    /// The spans of the match and of each group, -1 for a group that took no part.
    public enum Answer: Hashable, Sendable {
        case refused
        case unmatched
        case spans([Int])
    }

    /// The pattern.
    public let pattern: String
    /// The text.
    public let text: String
    /// The answer.
    public let answer: Answer

    /// Decodes one line, `[pattern, text, answer]`.
    public init(from decoder: any Decoder) throws {
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
    public static func all(in name: String) throws -> [RecordedPattern] {
        let file = URL(filePath: #filePath).appending(path: "../../LinearRegexTests/Fixtures/\(name).jsonl")
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(RecordedPattern.self, from: Data($0.utf8)) }
    }
}
