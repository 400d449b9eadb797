/// A set of code points.
package struct ScalarSet: Sendable, Hashable {
    /// Sorted, and neither overlapping nor adjacent.
    package private(set) var ranges: [ClosedRange<UInt32>]

    package init(_ ranges: [ClosedRange<UInt32>]) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = self.ranges.last, last.upperBound + 1 >= range.lowerBound else {
                self.ranges.append(range)
                continue
            }
            self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
    }

    /// All other code points.
    package var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return ScalarSet(gaps)
    }

    /// Whether the set has a scalar; takes time logarithmic in its ranges.
    package func contains(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar.value
    }

    /// All members, unless there are more than `limit`.
    func scalars(upTo limit: Int) -> [Unicode.Scalar]? {
        guard ranges.reduce(0, { $0 + $1.count }) <= limit else { return nil }
        return ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
    }
}

extension ScalarSet {
    /// `\d`.
    static let digits = ScalarSet([0x30...0x39])
    /// `\w`.
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`: ASCII white space.
    static let whiteSpace = ScalarSet([0x09...0x0D, 0x20...0x20])
    /// `.`.
    static let exceptNewline = ScalarSet([0x0A...0x0A]).inverted

    /// The set of `\p{name}`; nil for an unknown name.
    static func property(_ name: String) -> ScalarSet? {
        switch name {
        case "Han": han
        case "Latin": latin
        case "L": letters
        case "N": numbers
        default: nil
        }
    }

    /// The script Han, from Unicode's Scripts.txt, version 16.
    private static let han = ScalarSet([
        0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029,
        0x3038...0x303B, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFA6D, 0xFA70...0xFAD9, 0x16FE2...0x16FE3,
        0x16FF0...0x16FF1, 0x20000...0x2A6DF, 0x2A700...0x2B739, 0x2B740...0x2B81D, 0x2B820...0x2CEA1,
        0x2CEB0...0x2EBE0, 0x2EBF0...0x2EE5D, 0x2F800...0x2FA1D, 0x30000...0x3134A, 0x31350...0x323AF,
    ])

    /// The script Latin, from Unicode's Scripts.txt, without the characters that NFKC replaces.
    private static let latin = ScalarSet([
        0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8, 0x1D00...0x1D25, 0x1D6B...0x1D77,
        0x1D79...0x1D9A, 0x1E00...0x1EFF, 0x2132...0x2132, 0x214E...0x214E, 0x2180...0x2188, 0x2C60...0x2C7F,
        0xA722...0xA787, 0xA78B...0xA7CD, 0xA7D0...0xA7D1, 0xA7D3...0xA7D3, 0xA7D5...0xA7DC, 0xA7F2...0xA7FF,
        0xAB30...0xAB5A, 0xAB5C...0xAB64, 0xAB66...0xAB69, 0x1DF00...0x1DF1E, 0x1DF25...0x1DF2A,
    ])

    private static let letters = ScalarSet { category in
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    private static let numbers = ScalarSet { category in
        switch category {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    /// The scalars of some categories; it asks for all of Unicode, so make each once.
    private init(where isMember: (Unicode.GeneralCategory) -> Bool) {
        var ranges: [ClosedRange<UInt32>] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), isMember(scalar.properties.generalCategory) else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        self.init(ranges)
    }
}
