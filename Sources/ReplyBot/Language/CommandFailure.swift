internal import Foundation
internal import RuleEngine

/// Why a command could not do its work, in words for the operator.
struct CommandFailure: Error, CustomStringConvertible {
    /// What is wrong, where, and what to do now.
    let sentences: [Phrase]

    init(_ sentences: [Phrase]) {
        self.sentences = sentences
    }

    init(_ chinese: String, _ english: String) {
        sentences = [Phrase(chinese, english)]
    }

    var description: String {
        sentences.map { $0[.current] }.joined(separator: "\n")
    }
}

/// How a command ended (RULES D).
enum ExitStatus: Int32 {
    case clean = 0
    /// Errors in rules, failed tests, differences.
    case findings = 1
    /// The work could not be done.
    case unable = 2
    /// Warnings only, under `--strict`.
    case warnings = 3
}
