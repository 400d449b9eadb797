/// One state of a program; numbers are indices of states.
enum PatternInstruction: Sendable {
    /// Consumes this character.
    case scalar(Unicode.Scalar, next: Int)
    /// Consumes one character of the set with this number.
    case set(Int, next: Int)
    /// Goes on at both; what begins with the first is preferred.
    case split(first: Int, second: Int)
    /// Notes the position in a slot.
    case save(slot: Int, next: Int)
    /// Goes on at the start of the text only.
    case start(next: Int)
    /// Goes on at the end of the text only.
    case end(next: Int)
    /// Has matched.
    case match
}

/// A compiled pattern: a non-deterministic automaton whose choices are ordered.
struct PatternProgram: Sendable {
    /// The states.
    let instructions: [PatternInstruction]
    /// The sets that states refer to.
    let sets: [ScalarSet]
    /// Where to begin.
    let start: Int
    /// Two for each group, counting the whole match as one: where it began and where it ended.
    let slotCount: Int

    init(_ root: PatternNode, groupCount: Int, sourceLength: Int) throws(PatternError) {
        var compiler = PatternCompiler(sourceLength: sourceLength)
        start = try compiler.compile(root)
        instructions = compiler.instructions
        sets = compiler.sets
        slotCount = 2 * (groupCount + 1)
    }
}
