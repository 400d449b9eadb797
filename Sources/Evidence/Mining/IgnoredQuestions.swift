package import OperatorText
import RuleEngine

/// The questions that the operator ignores, as the file beside the rules keeps them: a word and the reason a line,
/// with a tab between them.
package struct IgnoredQuestions: Sendable, Hashable {
    /// The name of the file in the folder of the rules.
    package static let fileName = "mine-ignored.tsv"
    /// The most lines.
    package static let lineLimit = 10_000

    /// One ignored question.
    package struct Entry: Sendable, Hashable {
        package let word: String
        package let reason: String

        /// The word as messages are compared; nil for a word without a letter or digit.
        var folded: String? {
            let normalized = TextNormalizer.normalize(word)
            return normalized.trimmed.isEmpty ? nil : normalized.trimmedText
        }
    }

    /// A line that cannot be read.
    package struct Problem: Error, Sendable, Hashable {
        package let line: Int
        package let text: LocalizedText
    }

    package private(set) var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// Reads the file's text.
    package init(parsing text: String) throws(Problem) {
        entries = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = String(line).trimmingFinalNewlines
            if line.trimmingSpaces.isEmpty || line.hasPrefix("#") { continue }
            guard entries.count < Self.lineLimit else {
                throw Problem(line: number + 1, text: LocalizedText("行数太多", "too many lines"))
            }
            let parts = line.split(separator: "\t", maxSplits: 1).map { String($0).trimmingSpaces }
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw Problem(
                    line: number + 1,
                    text: LocalizedText("应写成“词，制表符，原因”", "must be a word, a tab and the reason")
                )
            }
            entries.append(Entry(word: parts[0], reason: parts[1]))
        }
    }

    /// Adds a question, or gives one another reason; false where one of both is empty.
    ///
    /// Signs that would end the field or line become spaces.
    package mutating func ignore(_ word: String, because reason: String) -> Bool {
        let entry = Entry(
            word: ForeignText.oneLine(word).trimmingSpaces,
            reason: ForeignText.oneLine(reason).trimmingSpaces
        )
        guard entry.folded != nil, !entry.reason.isEmpty, !entry.word.hasPrefix("#") else { return false }
        entries.removeAll { $0.folded == entry.folded }
        entries.append(entry)
        return true
    }

    /// The file's text.
    package var text: String {
        "# replybot mine\n" + entries.map { "\($0.word)\t\($0.reason)\n" }.joined()
    }

    /// The first entry whose word the text contains.
    func entry(for text: String) -> Entry? {
        entries.first { entry in entry.folded.map { text.contains(scalarsOf: $0) } ?? false }
    }
}
