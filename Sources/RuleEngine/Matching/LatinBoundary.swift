/// The rule that keeps `hi` from matching inside `this` (RULES C4, "Latin boundary").
enum LatinBoundary {
    /// Whether both neighbours of the border before `index` are ASCII letters or digits.
    static func joins(_ index: Int, in text: [Unicode.Scalar]) -> Bool {
        index > 0 && index < text.count && isWord(text[index - 1]) && isWord(text[index])
    }

    /// The same of a text in borrowed memory.
    static func joins(_ index: Int, in text: Span<Unicode.Scalar>) -> Bool {
        index > 0 && index < text.count && isWord(text[index - 1]) && isWord(text[index])
    }

    /// Whether a scalar is an ASCII letter or digit.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
