/// A parsed pattern.
package indirect enum SyntaxNode: Sendable {
    case empty
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    case start
    case end
    case sequence([SyntaxNode])
    case alternatives([SyntaxNode])
    case capture(Int, SyntaxNode)
    case repetition(SyntaxNode, Repetition)

    /// The bounds of a repeat.
    package struct Repetition: Sendable {
        let minimum: Int
        /// Nil when unbounded.
        let maximum: Int?
        /// Whether fewer iterations are preferred.
        var isLazy = false
        /// The place of the repeated part and its operator.
        var source = 0..<0
    }

    /// Whether it can match the empty text.
    var isNullable: Bool {
        switch self {
        case .empty, .start, .end: true
        case .scalar, .set: false
        case .sequence(let items): items.allSatisfy(\.isNullable)
        case .alternatives(let branches): branches.contains(where: \.isNullable)
        case .capture(_, let body): body.isNullable
        case .repetition(let body, let count): count.minimum == 0 || body.isNullable
        }
    }

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
