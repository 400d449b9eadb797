/// A word inside another one, for lints.
enum LintWord {
    /// Whether a keyword at this place of a longer one is found wherever the longer one is (RULES C4, Latin borders).
    static func isBounded(_ range: Range<Int>, in word: [Unicode.Scalar]) -> Bool {
        !joins(range.lowerBound, in: word) && !joins(range.upperBound, in: word)
    }

    /// Whether a character counts for Latin borders.
    static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// A text as far as a message has room for it.
    static func shown(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(40)
        return String(start) + (start.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }

    private static func joins(_ index: Int, in word: [Unicode.Scalar]) -> Bool {
        index > 0 && index < word.count && isLatin(word[index - 1]) && isLatin(word[index])
    }
}
