internal import Foundation
internal import RuleEngine

/// A rule set that is in use, and where it came from.
struct RunningRules: Sendable {
    let rules: RuleSet
    /// 1 for the rules of the start, one more for each reload that changed them.
    let generation: Int
    /// Of the files' content; empty for rules that came from no files.
    let checksum: String
    /// When they were read.
    let loaded: Date

    /// Enough of the checksum to tell one content from another.
    var shortChecksum: String? { checksum.isEmpty ? nil : String(checksum.prefix(12)) }
}
