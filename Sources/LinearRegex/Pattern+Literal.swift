extension Pattern {
    /// Characters that a pattern spells out, for a check whether folding leaves any that could match (RB021).
    struct Literal: Sendable, Hashable {
        /// Where in a pattern a literal stands.
        enum Role: Sendable, Hashable {
            /// A run of characters, as long as possible.
            case run
            /// One member of a character class, or the two ends of a range of members.
            case member(ofClass: Range<Int>, isRange: Bool, isNegated: Bool)
        }

        /// The characters, with escapes resolved.
        var scalars: [Unicode.Scalar]
        /// Where it is written, in code points of the pattern.
        var source: Range<Int>
        /// Where in the pattern it stands.
        let role: Role
        /// Whether nothing matches without it: no alternative and no repeat leaves it out.
        var isRequired = true
    }
}
