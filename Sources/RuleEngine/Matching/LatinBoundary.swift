/// The rule that keeps `hi` from matching inside `this` (RULES C4, "Latin boundary").
enum LatinBoundary {
    /// Whether a keyword at this place is not a part of a longer run of ASCII letters or digits.
    static func allows(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
        !joins(range.lowerBound, in: text) && !joins(range.upperBound, in: text)
    }

    /// Whether both neighbours of the border before `index` are ASCII letters or digits.
    private static func joins(_ index: Int, in text: [Unicode.Scalar]) -> Bool {
        index > 0 && index < text.count && isWord(text[index - 1]) && isWord(text[index])
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
