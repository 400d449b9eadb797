import RuleEngine

/// Whatever is written, a regular expression is refused with a place, or matches in linear time.
enum PatternFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(decoding: parts[0], as: UTF8.self)
        let text = parts.count > 1 ? Array(String(decoding: parts[1], as: UTF8.self).unicodeScalars.prefix(2_000)) : []
        do throws(PatternProbe.Refusal) {
            let pattern = try PatternProbe(source)
            return costFault(pattern, text) ?? captureFault(pattern, text) ?? ruleFault(source)
        } catch {
            return refusalFault(error, in: source)
        }
    }

    private static func refusalFault(_ refusal: PatternProbe.Refusal, in source: String) -> String? {
        let count = source.unicodeScalars.count
        guard refusal.range.lowerBound >= 0, refusal.range.upperBound <= max(1, count) else {
            return "\(refusal.code) points at \(refusal.range) of \(count)"
        }
        let isSilent = refusal.message.chinese.isEmpty || refusal.message.english.isEmpty
        return isSilent || refusal.range.isEmpty ? "\(refusal.code) says nothing, or points at nothing" : nil
    }

    private static func costFault(_ pattern: PatternProbe, _ text: [Unicode.Scalar]) -> String? {
        let cost = pattern.cost(of: text)
        return cost.steps <= cost.bound ? nil : "\(cost.steps) steps, more than \(cost.bound)"
    }

    private static func captureFault(_ pattern: PatternProbe, _ text: [Unicode.Scalar]) -> String? {
        let captures = pattern.captures(in: text)
        if captures != pattern.captures(in: text) { return "two runs differ" }
        for range in (captures ?? []).compactMap(\.self) where range.upperBound > text.count || range.lowerBound < 0 {
            return "a capture, \(range), leaves the text of \(text.count)"
        }
        guard let captures, captures.first.flatMap(\.self) == nil else { return nil }
        return "a match without a range among \(captures.count)"
    }

    /// The same expression in a rule file: the check of its literals has to end too.
    private static func ruleFault(_ source: String) -> String? {
        guard source.unicodeScalars.count <= 200 else { return nil }
        let quoted = source.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return RuleFileFuzz.fault(in: Array("version: 1\nrules: [{id: a, match: {regex: '\(quoted)'}, reply: b}]".utf8))
    }
}
