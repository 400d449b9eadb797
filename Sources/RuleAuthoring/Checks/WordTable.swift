import OperatorText
import RuleEngine

/// Finds folded words inside other words without comparing all pairs.
struct WordTable {
    /// A word of the table inside a text.
    struct Occurrence {
        let word: Int
        let range: Range<Int>
    }

    /// Longer words are found only where they are the whole text, which bounds the time for long texts.
    static let lengthLimit = 32

    /// The words, by number.
    private(set) var words: [[Unicode.Scalar]] = []
    private var numbers: [UInt64: Int] = [:]
    private var firsts: Set<Unicode.Scalar> = []
    private var longest = 0

    /// Adds a word unless it is present, and returns its number; nil when the hash collides with that of another word.
    mutating func add(_ word: [Unicode.Scalar]) -> Int? {
        let hash = word.reduce(Self.seed) { Self.extending($0, by: $1) }
        if let number = numbers[hash] { return words[number] == word ? number : nil }
        numbers[hash] = words.count
        words.append(word)
        if let first = word.first { firsts.insert(first) }
        longest = max(longest, word.count)
        return words.count - 1
    }

    /// The number of a word; nil when the table does not have it.
    func number(of word: [Unicode.Scalar]) -> Int? {
        let hash = word.reduce(Self.seed) { Self.extending($0, by: $1) }
        guard let number = numbers[hash], words[number] == word else { return nil }
        return number
    }

    /// Every occurrence of every word in a text, by start and then by length.
    ///
    /// A word inside a longer run of Latin letters and digits does not count (RULES C4, Latin boundary).
    func occurrences(in text: [Unicode.Scalar]) -> [Occurrence] {
        var found: [Occurrence] = []
        for start in text.indices where firsts.contains(text[start]) {
            var hash = Self.seed
            for end in start..<min(text.count, start + min(longest, Self.lengthLimit)) {
                hash = Self.extending(hash, by: text[end])
                guard let number = numbers[hash], words[number].elementsEqual(text[start...end]),
                    !LatinBoundary.joins(start, in: text), !LatinBoundary.joins(end + 1, in: text)
                else { continue }
                found.append(Occurrence(word: number, range: start..<end + 1))
            }
        }
        return found
    }

    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func extending(_ hash: UInt64, by scalar: Unicode.Scalar) -> UInt64 {
        let mixed = (hash ^ UInt64(scalar.value)) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ (mixed >> 29)
    }
}
