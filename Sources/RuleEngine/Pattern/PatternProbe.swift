/// A pattern as tools of this package see it: the fuzzers, and the comparison with other engines.
package struct PatternProbe: Sendable {
    /// Why a pattern was refused, and where.
    package struct Refusal: Error, Sendable {
        /// The diagnostic's code.
        package let code: String
        /// The code points of the pattern that are to blame.
        package let range: Range<Int>
        /// What is wrong.
        package let message: LocalizedText
    }

    private let pattern: Pattern

    /// Compiles a pattern.
    package init(_ source: String) throws(Refusal) {
        do throws(PatternError) { pattern = try Pattern(source) } catch {
            throw Refusal(code: error.code, range: error.offset..<error.offset + error.length, message: error.message)
        }
    }

    /// The named groups in order of appearance.
    package var groupNames: [String] { pattern.groupNames }

    /// The whole match, then each group by number, nil for one that took no part; nil when nothing matches.
    package func captures(in text: [Unicode.Scalar]) -> [Range<Int>?]? {
        pattern.firstMatch(in: text)?.captures
    }

    /// What a named group captured.
    package func capture(_ name: String, in text: [Unicode.Scalar]) -> Range<Int>? {
        pattern.firstMatch(in: text)?[name]
    }

    /// The steps that the machine takes over a text, and how many it may take at most.
    package func cost(of text: [Unicode.Scalar]) -> (steps: Int, bound: Int) {
        var machine = PatternMachine(pattern.program, text: text)
        _ = machine.run()
        return (machine.steps, 2 * (text.count + 1) * pattern.program.instructions.count)
    }
}
