import RuleEngine

/// Texts as sequences of units: a Chinese character, or a whole Latin word, because keywords match whole words only
/// (RULES C4).
///
/// Signs, digits and white space separate runs of units. Only the first ``unitLimit`` units of a text count.
struct TextUnits {
    typealias Unit = Int32

    /// The most units of one text.
    static let unitLimit = 120
    /// The separator between two runs.
    static let separator: Unit = -1
    /// The first unit that stands for a Latin word.
    private static let firstWord: Unit = 0x20_0000
    /// The longest Latin word, in code points; longer ones separate.
    private static let wordLimit = 24

    /// A text in units.
    struct Reading {
        var units: [Unit] = []
        /// The places that weak words cover.
        var weak: [Bool] = []

        /// Whether it has a unit that is not weak.
        var hasTopic: Bool { zip(units, weak).contains { $0 >= 0 && !$1 } }

        fileprivate mutating func separate() {
            guard let last = units.last, last != TextUnits.separator else { return }
            units.append(TextUnits.separator)
            weak.append(true)
        }
    }

    private var numbers: [String: Unit] = [:]
    private var words: [String] = []

    /// The units of a normalised text.
    mutating func read(_ folded: ArraySlice<Unicode.Scalar>) -> Reading {
        var reading = Reading()
        var place = folded.startIndex
        while place < folded.endIndex, reading.units.count < Self.unitLimit {
            if Self.isLatin(folded[place]) {
                let end = folded[place...].firstIndex { !Self.isLatin($0) } ?? folded.endIndex
                append(word: folded[place..<end], to: &reading)
                place = end
            } else if Self.isCharacter(folded[place]) {
                let rest = folded[place...].prefix(Self.unitLimit - reading.units.count)
                let end = rest.firstIndex { !Self.isCharacter($0) } ?? rest.endIndex
                let run = folded[place..<end]
                reading.units += run.map { Unit(truncatingIfNeeded: $0.value) }
                reading.weak += WeakWords.marks(in: run)
                place = end
            } else {
                reading.separate()
                place += 1
            }
        }
        return reading
    }

    private mutating func append(word scalars: ArraySlice<Unicode.Scalar>, to reading: inout Reading) {
        guard scalars.count <= Self.wordLimit else { return reading.separate() }
        let word = String(scalars)
        let number = numbers[word] ?? Self.firstWord + Unit(words.count)
        if numbers[word] == nil {
            numbers[word] = number
            words.append(word)
        }
        // Two Latin words stand apart.
        if let last = reading.units.last, Self.isWord(last) { reading.separate() }
        reading.units.append(number)
        reading.weak.append(WeakWords.isWeak(latin: word))
    }

    /// The text of units.
    func text(of units: some Sequence<Unit>) -> String {
        units.reduce(into: "") { text, unit in
            if Self.isWord(unit) {
                text += words[Int(unit - Self.firstWord)]
            } else if let scalar = Unicode.Scalar(UInt32(bitPattern: unit)) {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether the unit stands for a Latin word.
    static func isWord(_ unit: Unit) -> Bool { unit >= firstWord }

    /// Whether the unit is a character that is weak only in doubt.
    static func isDoubtful(_ unit: Unit) -> Bool {
        Unicode.Scalar(UInt32(bitPattern: unit)).map(WeakWords.isDoubtful) ?? false
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x9FFF, 0x3005, 0x3007: true
        case ..<0x2E80: false
        default: scalar.properties.isIdeographic
        }
    }
}
