/// One word or phrase that a rule looks for.
public struct Keyword: Sendable {
    /// As the operator wrote it.
    public let text: String
    /// Its L2 form (for `exact`: its L2t form), never empty (RULES C4).
    public let folded: [Unicode.Scalar]
    /// Where it is written; for a word of a set, in the set.
    public let location: SourceLocation
    /// The `$name` that brings the word; nil for a word that stands in the list itself.
    let use: SetUse?

    init(text: String, folded: [Unicode.Scalar], location: SourceLocation, use: SetUse? = nil) {
        self.text = text
        self.folded = folded
        self.location = location
        self.use = use
    }

    /// What stands in the list: the word, or the reference to its set.
    var written: (location: SourceLocation, length: Int) {
        use.map { ($0.location, $0.name.unicodeScalars.count + 1) } ?? (location, text.unicodeScalars.count)
    }
}

/// A reference to a set, `$name`; one object for all the words that it brings.
final class SetUse: Sendable {
    let name: String
    let location: SourceLocation

    init(name: String, location: SourceLocation) {
        self.name = name
        self.location = location
    }
}
