/// Whether an expression can match any folded message at all (RB021).
///
/// Walks the program over what a folded message can look like: no white space but single spaces, each between two ASCII
/// characters (RULES C4, L2), and no character that folding changes. What is not looked at closely counts as possible, so
/// an expression that can match is never refused.
struct PatternReach {
    /// What stands before the present position.
    private enum Before: Int, CaseIterable {
        case nothing
        case ascii
        case other
        case space
    }

    /// What a set of characters has of each kind.
    private struct Supply {
        var ascii = false
        var other = false
        var space = false
    }

    /// The texts that are considered.
    enum Texts {
        case any
        case folded
    }

    private let program: PatternProgram
    private let texts: Texts
    private let supplies: [Supply]
    private var seen: [Bool]
    private var pending: [(state: Int, before: Before, isAtEnd: Bool)] = []

    init(_ program: PatternProgram, in texts: Texts) {
        self.program = program
        self.texts = texts
        supplies = program.sets.map { Self.supply(of: $0.ranges, in: texts) }
        seen = Array(repeating: false, count: program.instructions.count * Before.allCases.count * 2)
    }

    /// Whether some text has a match.
    mutating func canMatch() -> Bool {
        for before in Before.allCases { visit(program.start, before, false) }
        while let (state, before, isAtEnd) = pending.popLast() {
            switch program.instructions[state] {
            case .match: return true
            case .split(let first, let second):
                visit(first, before, isAtEnd)
                visit(second, before, isAtEnd)
            case .save(_, let next): visit(next, before, isAtEnd)
            case .start(let next): if before == .nothing { visit(next, before, isAtEnd) }
            case .end(let next): if before != .space || texts == .any { visit(next, before, true) }
            case .scalar(let scalar, let next):
                if !isAtEnd { consume(Self.supply(of: [scalar.value...scalar.value], in: texts), before, next) }
            case .set(let set, let next): if !isAtEnd { consume(supplies[set], before, next) }
            }
        }
        return false
    }

    private mutating func consume(_ supply: Supply, _ before: Before, _ next: Int) {
        if supply.ascii { visit(next, .ascii, false) }
        if supply.other, before != .space || texts == .any { visit(next, .other, false) }
        if supply.space, before == .ascii || texts == .any { visit(next, .space, false) }
    }

    private mutating func visit(_ state: Int, _ before: Before, _ isAtEnd: Bool) {
        let number = (state * Before.allCases.count + before.rawValue) * 2 + (isAtEnd ? 1 : 0)
        guard !seen[number] else { return }
        seen[number] = true
        pending.append((state, before, isAtEnd))
    }

    private static func supply(of ranges: [ClosedRange<UInt32>], in texts: Texts) -> Supply {
        guard texts == .folded else { return Supply(ascii: true, other: true, space: true) }
        var supply = Supply()
        for range in ranges {
            supply.space = supply.space || range.contains(0x20)
            supply.ascii = supply.ascii || stays(in: range, from: 0x21, to: 0x7F)
            supply.other = supply.other || stays(in: range, from: 0x80, to: 0x10FFFF)
        }
        return supply
    }

    /// Whether a folded message can have one of these; what becomes another character alone does so everywhere.
    private static func stays(in range: ClosedRange<UInt32>, from lowest: UInt32, to highest: UInt32) -> Bool {
        let (first, last) = (max(range.lowerBound, lowest), min(range.upperBound, highest))
        guard first <= last else { return false }
        // A large range has some that stay, and is not spelled out.
        return last - first > 512
            || (first...last)
                .contains { value in
                    guard let scalar = Unicode.Scalar(value) else { return false }
                    return TextNormalizer.normalize(String(scalar)).folded.contains(scalar)
                }
    }
}
