/// A literal of a regular expression that no folded message contains (RB021).
struct LiteralLoss {
    let literal: Pattern.Literal
    /// What would match in its place; nil when that cannot be spelled.
    let replacement: [Unicode.Scalar]?

    /// A run of characters that folding changes.
    init?(run literal: Pattern.Literal, folding: LiteralFolding) {
        guard let folded = folding.folded(literal.scalars), folded != literal.scalars else { return nil }
        self.literal = literal
        replacement = folded.flatMap { LiteralLoss.escaped($0, inClass: false) }
    }

    /// A member of a class that folding changes, and whose folded form the class does not take.
    init?(member literal: Pattern.Literal, isRange: Bool, ofClass accepts: Pattern, folding: LiteralFolding) {
        let folded = literal.scalars.map { folding.folded([$0]) ?? [$0] }
        let ends = folded.flatMap(\.self)
        let isPlain = folded.allSatisfy { $0.count == 1 }
        if isPlain {
            guard zip(ends, literal.scalars).allSatisfy({ $0 != $1 }) else { return nil }
            guard !ends.allSatisfy({ accepts.firstMatch(in: [$0]) != nil }) else { return nil }
        }
        self.literal = literal
        let spelled = ends.map { LiteralLoss.escaped($0, inClass: true) }
        replacement = isPlain ? Array(spelled.joined(separator: isRange ? ["-"] : [])) : nil
    }

    private static func escaped(_ scalar: Unicode.Scalar, inClass: Bool) -> [Unicode.Scalar] {
        let special = inClass ? "\\]^-[" : "\\.^$|?*+()[]{}"
        return special.unicodeScalars.contains(scalar) ? ["\\", scalar] : [scalar]
    }
}
