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

extension PatternCompiler {
    /// A bit for the lowest six bits of each scalar with which a match from a state begins.
    fileprivate func beginnings(from start: Int) -> UInt64 {
        var bits: UInt64 = 0
        var (pending, seen) = ([start], Set<Int>())
        while let state = pending.popLast() {
            guard seen.insert(state).inserted else { continue }
            switch instructions[state] {
            case .scalar(let scalar, _): bits |= 1 << UInt64(scalar.value & 63)
            case .set(let set, _):
                guard let scalars = sets[set].scalars(upTo: 64) else { return .max }
                for scalar in scalars { bits |= 1 << UInt64(scalar.value & 63) }
            case .split(let first, let second): pending += [first, second]
            case .save(_, let next), .start(let next): pending.append(next)
            case .end, .match: return .max
            }
        }
        return bits
    }
}

/// A compiled pattern: a non-deterministic automaton whose choices are ordered.
///
/// A class, so that handing it on costs one reference.
final class PatternProgram: Sendable {
    /// The states.
    let instructions: [PatternInstruction]
    /// The sets that states refer to.
    let sets: [ScalarSet]
    /// Where to begin.
    let start: Int
    /// Two for each group, counting the whole match as one: where it began and where it ended.
    let slotCount: Int
    /// For the lowest six bits of a scalar whether a match may begin with it; all set where a match may be empty.
    private let beginnings: UInt64

    init(_ root: PatternNode, groupCount: Int, sourceLength: Int) throws(PatternError) {
        var compiler = PatternCompiler(sourceLength: sourceLength)
        start = try compiler.compile(root)
        instructions = compiler.instructions
        sets = compiler.sets
        slotCount = 2 * (groupCount + 1)
        beginnings = compiler.beginnings(from: start)
    }

    /// Whether a match may begin with a scalar; may say yes where none does.
    func mayBegin(with scalar: Unicode.Scalar) -> Bool {
        beginnings >> UInt64(scalar.value & 63) & 1 != 0
    }
}

extension PatternProgram {
    /// Whether an instruction asks for the start of the text.
    var looksAtStart: Bool {
        instructions.contains { if case .start = $0 { true } else { false } }
    }
}

extension PatternNode {
    /// Whether every match begins at the start of the text.
    var isAnchored: Bool {
        switch self {
        case .start: true
        case .sequence(let items): items.first?.isAnchored ?? false
        case .alternatives(let branches): branches.allSatisfy(\.isAnchored)
        case .capture(_, let body): body.isAnchored
        case .repetition(let body, let count): count.minimum > 0 && body.isAnchored
        case .empty, .scalar, .set, .end: false
        }
    }
}
