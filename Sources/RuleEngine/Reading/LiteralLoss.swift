/// A literal of a regular expression that no folded message contains (RB021).
struct LiteralLoss {
    let literal: Pattern.Literal
    /// What would match in its place; nil when that cannot be spelled.
    let replacement: [Unicode.Scalar]?
    /// What folding does to it.
    let changes: Set<FoldingChange>

    /// A run of characters that folding changes.
    init?(run literal: Pattern.Literal, at edges: LiteralFolding.Edges, folding: LiteralFolding) {
        guard let folded = folding.folded(literal.scalars, at: edges), folded != literal.scalars else { return nil }
        self.literal = literal
        replacement = folded.flatMap { LiteralLoss.escaped($0, inClass: false) }
        let changes = FoldingChange.all(in: literal.scalars, isRaw: folding.isRaw)
        // Elsewhere the same run would stay as it is.
        let isLostAtEdge = folding.folded(literal.scalars) == literal.scalars
        self.changes = isLostAtEdge ? [.edge] : changes
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
        changes = FoldingChange.all(in: literal.scalars, isRaw: folding.isRaw)
        let spelled = ends.map { LiteralLoss.escaped($0, inClass: true) }
        replacement = isPlain ? Array(spelled.joined(separator: isRange ? ["-"] : [])) : nil
    }

    /// Whether a character would mean something in an expression if it were narrow.
    static func isWideSign(_ scalar: Unicode.Scalar) -> Bool {
        guard 0xFF01...0xFF5E ~= scalar.value, let narrow = scalar.plainCompatibilityForm else { return false }
        return "\\^$|?*+()[]{}".unicodeScalars.contains(narrow)
    }

    private static func escaped(_ scalar: Unicode.Scalar, inClass: Bool) -> [Unicode.Scalar] {
        if scalar == "\n" { return ["\\", "n"] }
        let special = inClass ? "\\]^-[" : "\\.^$|?*+()[]{}"
        return special.unicodeScalars.contains(scalar) ? ["\\", scalar] : [scalar]
    }
}
