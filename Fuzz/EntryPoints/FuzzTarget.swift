/// A part of the engine that takes what strangers write.
///
/// Every target is given to libFuzzer by an executable of its own, and `swift test` replays its corpus.
package enum FuzzTarget: String, Sendable, CaseIterable {
    /// Bytes are a rule file.
    case ruleFile = "rule-file"
    /// Bytes are a regular expression, a line end, and a text.
    case pattern
    /// Bytes are a message.
    case normalizer

    /// Runs the engine over bytes, and says what it did that it must never do; nil when all is well.
    package func fault(in bytes: [UInt8]) -> String? {
        switch self {
        case .ruleFile: RuleFileFuzz.fault(in: bytes)
        case .pattern: PatternFuzz.fault(in: bytes)
        case .normalizer: NormalizerFuzz.fault(in: bytes)
        }
    }
}
