/// A parsed pattern.
indirect enum PatternNode: Sendable {
    case empty
    case scalar(Unicode.Scalar)
    case set(ScalarSet)
    case start
    case end
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case capture(Int, PatternNode)
    case repetition(PatternNode, PatternRepeat)

    /// Whether it can match without consuming anything.
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
}

/// How often something is repeated.
struct PatternRepeat: Sendable {
    /// The greatest bound that may be written.
    static let limit = 1_000

    /// At least so often.
    let minimum: Int
    /// At most so often; nil is without end.
    let maximum: Int?
    /// Whether fewer repeats are preferred.
    var isLazy = false
    /// Where the repeated part and its operator are written.
    var source = 0..<0
}
