/// Folded words that can be looked for inside other words without comparing all pairs.
struct WordTable {
    /// A word of the table inside a text.
    struct Occurrence {
        let word: Int
        let range: Range<Int>
    }

    /// Longer words are only found where they are the whole text, which bounds the time for long texts.
    static let lengthLimit = 32

    /// The words, by number.
    private(set) var words: [[Unicode.Scalar]] = []
    private var numbers: [UInt64: Int] = [:]
    private var firsts: Set<Unicode.Scalar> = []
    private var longest = 0

    /// The number of a word, which is added if it is new; nil for the rare word whose hash another one has.
    mutating func add(_ word: [Unicode.Scalar]) -> Int? {
        let hash = word.reduce(Self.seed, Self.extended)
        if let number = numbers[hash] { return words[number] == word ? number : nil }
        numbers[hash] = words.count
        words.append(word)
        if let first = word.first { firsts.insert(first) }
        longest = max(longest, word.count)
        return words.count - 1
    }

    /// The number of a word; nil when the table does not have it.
    func number(of word: [Unicode.Scalar]) -> Int? {
        guard let number = numbers[word.reduce(Self.seed, Self.extended)], words[number] == word else { return nil }
        return number
    }

    /// Every place of every word inside a text, Latin borders respected, by where it begins and then by length.
    func occurrences(in text: [Unicode.Scalar]) -> [Occurrence] {
        var found: [Occurrence] = []
        for start in text.indices where firsts.contains(text[start]) {
            var hash = Self.seed
            for end in start..<min(text.count, start + min(longest, Self.lengthLimit)) {
                hash = Self.extended(hash, text[end])
                guard let number = numbers[hash], words[number].elementsEqual(text[start...end]) else { continue }
                let range = start..<end + 1
                if LintWord.isBounded(range, in: text) { found.append(Occurrence(word: number, range: range)) }
            }
        }
        return found
    }

    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    private static func extended(_ hash: UInt64, _ scalar: Unicode.Scalar) -> UInt64 {
        let mixed = (hash ^ UInt64(scalar.value)) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ (mixed >> 29)
    }
}
