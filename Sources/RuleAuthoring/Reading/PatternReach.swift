import LinearRegex
import OperatorText
import RuleEngine

/// Whether an expression can match any folded message at all (RB021).
///
/// Walks the NFA over the possible shapes of a folded message: no white space but single spaces, each between two ASCII
/// characters (RULES C4, L2), and no character that folding changes. It errs towards possible, so an expression that can
/// match is never refused.
struct PatternReach {
    /// The character before the present position.
    private enum Before: Int, CaseIterable {
        case nothing
        case ascii
        case other
        case space
    }

    /// The kinds of characters in a set.
    private struct Supply {
        var ascii = false
        var other = false
        var space = false
    }

    /// The texts to consider.
    enum Texts {
        case any
        case folded
    }

    private let nfa: NFA
    private let texts: Texts
    private let supplies: [Supply]
    private var seen: [Bool]
    private var pending: [(state: Int, before: Before, isAtEnd: Bool)] = []

    init(_ nfa: NFA, in texts: Texts) {
        self.nfa = nfa
        self.texts = texts
        supplies = nfa.sets.map { Self.supply(of: $0.ranges, in: texts) }
        seen = Array(repeating: false, count: nfa.instructions.count * Before.allCases.count * 2)
    }

    /// Whether some text has a match.
    mutating func canMatch() -> Bool {
        for before in Before.allCases { visit(nfa.start, after: before, isAtEnd: false) }
        while let (state, before, isAtEnd) = pending.popLast() {
            switch nfa.instructions[state] {
            case .match: return true
            case .split(let first, let second):
                visit(first, after: before, isAtEnd: isAtEnd)
                visit(second, after: before, isAtEnd: isAtEnd)
            case .save(_, let next): visit(next, after: before, isAtEnd: isAtEnd)
            case .start(let next): if before == .nothing { visit(next, after: before, isAtEnd: isAtEnd) }
            case .end(let next): if before != .space || texts == .any { visit(next, after: before, isAtEnd: true) }
            case .scalar(let scalar, let next):
                guard !isAtEnd else { continue }
                consume(Self.supply(of: [scalar.value...scalar.value], in: texts), after: before, next: next)
            case .set(let set, let next): if !isAtEnd { consume(supplies[set], after: before, next: next) }
            }
        }
        return false
    }

    private mutating func consume(_ supply: Supply, after before: Before, next: Int) {
        if supply.ascii { visit(next, after: .ascii, isAtEnd: false) }
        if supply.other, before != .space || texts == .any { visit(next, after: .other, isAtEnd: false) }
        if supply.space, before == .ascii || texts == .any { visit(next, after: .space, isAtEnd: false) }
    }

    private mutating func visit(_ state: Int, after before: Before, isAtEnd: Bool) {
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

    /// Whether a folded message can contain one of these; a character that folding changes alone is changed everywhere.
    private static func stays(in range: ClosedRange<UInt32>, from lowest: UInt32, to highest: UInt32) -> Bool {
        let (first, last) = (max(range.lowerBound, lowest), min(range.upperBound, highest))
        guard first <= last else { return false }
        // A large range is not spelled out: some of its characters stay.
        return last - first > 512
            || (first...last)
                .contains { value in
                    guard let scalar = Unicode.Scalar(value) else { return false }
                    return TextNormalizer.normalize(String(scalar)).folded.contains(scalar)
                }
    }
}
