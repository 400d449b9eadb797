import LinearRegex
import OperatorText
import RuleAuthoring
import RuleEngine

/// Whatever is written, a regular expression is refused with a place, or matches in linear time.
enum PatternFuzz {
    static func fault(in bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let source = String(decoding: parts[0], as: UTF8.self)
        let text = parts.count > 1 ? Array(String(decoding: parts[1], as: UTF8.self).unicodeScalars.prefix(2_000)) : []
        do throws(PatternError) {
            let pattern = try Pattern(source)
            return costFault(of: pattern, on: text) ?? captureFault(of: pattern, on: text) ?? ruleFault(of: source)
        } catch {
            return refusalFault(of: error, in: source)
        }
    }

    private static func refusalFault(of refusal: PatternError, in source: String) -> String? {
        let count = source.unicodeScalars.count
        guard refusal.range.lowerBound >= 0, refusal.range.upperBound <= max(1, count) else {
            return "\(refusal.code) points at \(refusal.range) of \(count)"
        }
        let isSilent = refusal.message.chinese.isEmpty || refusal.message.english.isEmpty
        return isSilent || refusal.range.isEmpty ? "\(refusal.code) says nothing, or points at nothing" : nil
    }

    private static func costFault(of pattern: Pattern, on text: [Unicode.Scalar]) -> String? {
        var machine = PikeVM(pattern.nfa, text: text)
        _ = machine.run()
        let bound = 2 * (text.count + 1) * pattern.nfa.instructions.count
        return machine.steps <= bound ? nil : "\(machine.steps) steps, more than \(bound)"
    }

    private static func captureFault(of pattern: Pattern, on text: [Unicode.Scalar]) -> String? {
        let captures = pattern.firstMatch(in: text)?.captures
        if captures != pattern.firstMatch(in: text)?.captures { return "two runs differ" }
        for range in (captures ?? []).compactMap(\.self) where range.upperBound > text.count || range.lowerBound < 0 {
            return "a capture, \(range), leaves the text of \(text.count)"
        }
        guard let captures, captures.first.flatMap(\.self) == nil else { return nil }
        return "a match without a range among \(captures.count)"
    }

    /// The same expression in a rule file: the check of its literals has to end too.
    private static func ruleFault(of source: String) -> String? {
        guard source.unicodeScalars.count <= 200 else { return nil }
        let quoted = source.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        return RuleFileFuzz.fault(in: Array("version: 1\nrules: [{id: a, match: {regex: '\(quoted)'}, reply: b}]".utf8))
    }
}
