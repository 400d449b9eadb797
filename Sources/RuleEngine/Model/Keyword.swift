/// One word or phrase that a rule looks for.
public struct Keyword: Sendable {
    /// As the operator wrote it.
    public let text: String
    /// Its L2 form (for `exact`: its L2t form), never empty (RULES C4).
    public let folded: [Unicode.Scalar]
    /// Where it is written.
    public let location: SourceLocation
}
