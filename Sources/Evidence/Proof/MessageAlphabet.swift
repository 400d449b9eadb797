import LinearRegex
import RuleEngine

/// The characters of messages that some clauses tell apart: one for each class.
///
/// A message is written in L1 letters; each gives none, one or several symbols of L2. Every message has the same facts
/// as one in these letters, which takes the letter of its class for each character.
struct MessageAlphabet {
    /// A character of L2.
    struct Symbol {
        let scalar: Unicode.Scalar
        let kind: CharacterKind
        /// Its number among the characters of keywords; 0 for all others.
        let code: Int
    }

    /// A character of L1.
    struct Letter {
        let scalar: Unicode.Scalar
        /// Its symbols; empty for white space, which gives a space between ASCII characters only.
        let symbols: [Int]
    }

    private(set) var symbols: [Symbol] = []
    private(set) var letters: [Letter] = []
    /// The symbol of the space.
    let space = 0
    /// The number of characters of keywords.
    private(set) var codeCount = 0

    /// The letters for folded keywords and expressions; `looksAtEnds` says whether any keyword is compared with the whole
    /// message.
    init(
        keywords: [[Unicode.Scalar]],
        patterns: [RulePattern],
        looksAtEnds: Bool,
        mutation: ProofMutation
    ) {
        let folded = patterns.filter { !$0.isRaw }.map(\.pattern.nfa)
        let raw = patterns.filter(\.isRaw).map(\.pattern.nfa)
        var codes: [Unicode.Scalar: Int] = [:]
        for scalar in keywords.joined() where codes[scalar] == nil { codes[scalar] = codes.count + 1 }
        codeCount = codes.count
        symbols = [Symbol(scalar: " ", kind: CharacterKind(of: " "), code: codes[" "] ?? 0)]
        var written = Set(codes.keys)
        for nfa in folded { written.formUnion(nfa.literals) }
        let sets = Set(folded.flatMap(\.sets)).sorted(by: Self.precedes)
        let rawSets = Set(raw.flatMap(\.sets)).sorted(by: Self.precedes)
        let rawLiterals = raw.reduce(into: Set<Unicode.Scalar>()) { $0.formUnion($1.literals) }

        var others = Classes(
            sets: mutation == .setsNotSplit ? [] : sets + rawSets,
            written: written.union(rawLiterals),
            looksAtEnds: looksAtEnds
        )
        let plain = written.union(rawLiterals).filter { !$0.properties.isWhitespace && CharacterKind.isStable($0) }
        let found = mutation == .onlyWrittenCharacters ? [] : others.representatives()
        for scalar in found + plain.sorted() {
            letters.append(Letter(scalar: scalar, symbols: [symbols.count]))
            symbols.append(Symbol(scalar: scalar, kind: CharacterKind(of: scalar), code: codes[scalar] ?? 0))
        }
        if !raw.isEmpty { addFolding(sets: sets, rawSets: rawSets, rawLiterals: rawLiterals, classes: &others) }
        letters.sort { Self.preference($0.scalar) < Self.preference($1.scalar) }
        letters.append(Letter(scalar: " ", symbols: []))
        if !raw.isEmpty { letters += ["\n", "\u{1680}"].map { Letter(scalar: $0, symbols: []) } }
    }

    /// Adds the capitals and traditional characters that expressions on L1 tell apart.
    private mutating func addFolding(
        sets: [ScalarSet],
        rawSets: [ScalarSet],
        rawLiterals: Set<Unicode.Scalar>,
        classes: inout Classes
    ) {
        let known = Dictionary(symbols.enumerated().map { ($1.scalar, $0) }) { first, _ in first }
        var seen: Set<[Int]> = []
        for (scalar, folded) in CharacterKind.folding {
            let targets = folded.compactMap { known[$0] ?? classes.representative(of: $0).flatMap { known[$0] } }
            guard targets.count == folded.count else { continue }
            let memberships = rawSets.indices.filter { rawSets[$0].contains(scalar) }
            let literal = rawLiterals.contains(scalar) ? Int(scalar.value) : -1
            guard seen.insert(targets + [-1, literal] + memberships).inserted else { continue }
            letters.append(Letter(scalar: scalar, symbols: targets))
        }
    }

    private static func precedes(_ left: ScalarSet, _ right: ScalarSet) -> Bool {
        left.ranges.lexicographicallyPrecedes(right.ranges) {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
    }

    /// Letters, then digits, then signs: of equally short messages the more natural one is found first.
    private static func preference(_ scalar: Unicode.Scalar) -> UInt32 {
        let kind = CharacterKind(of: scalar)
        let group: UInt32 =
            kind.isCombining
            ? 4 : kind.isOrnament ? 3 : kind.isWord ? (scalar.properties.numericType == nil ? 1 : 2) : 0
        return group << 24 | scalar.value
    }
}

/// The classes of characters that no keyword and no expression spells out.
private struct Classes {
    private let sets: [ScalarSet]
    private let written: Set<Unicode.Scalar>
    private let looksAtEnds: Bool
    private var found: [[Int]: Unicode.Scalar] = [:]

    init(sets: [ScalarSet], written: Set<Unicode.Scalar>, looksAtEnds: Bool) {
        self.sets = sets
        self.written = written
        self.looksAtEnds = looksAtEnds
    }

    /// One character of each class that has any.
    mutating func representatives() -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        func add(_ scalar: Unicode.Scalar, in classes: inout Classes) -> Bool {
            guard !classes.written.contains(scalar), CharacterKind.isStable(scalar) else { return false }
            let signature = classes.signature(of: scalar)
            if classes.found[signature] == nil {
                classes.found[signature] = scalar
                result.append(scalar)
            }
            return true
        }
        for scalar in CharacterKind.readable { _ = add(scalar, in: &self) }
        // Within a piece all characters are of one class; the first that is in L2 and not written stands for it.
        for piece in pieces() {
            guard let first = piece.lowerBound.scalar ?? Unicode.Scalar(0xE000), found[signature(of: first)] == nil
            else {
                continue
            }
            for value in piece.prefix(4_000) {
                if let scalar = Unicode.Scalar(value), add(scalar, in: &self) { break }
            }
        }
        return result
    }

    /// The character that stands for another one's class.
    func representative(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        found[signature(of: scalar)]
    }

    /// All characters in stretches of one class.
    private func pieces() -> [ClosedRange<UInt32>] {
        guard !sets.isEmpty else {
            // Letters, digits and signs of ASCII, and the readable characters of the other kinds.
            return [0x21...0x2F, 0x30...0x39, 0x61...0x7A, 0x4E00...0x9FFF, 0x3001...0x3011, 0x363...0x36F]
        }
        let cuts = Set(sets.flatMap { $0.ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] } }).sorted()
        var pieces: [ClosedRange<UInt32>] = []
        var place = 0
        for (range, _) in CharacterKind.stretches {
            var low = range.lowerBound
            while place < cuts.count, cuts[place] <= low { place += 1 }
            while place < cuts.count, cuts[place] <= range.upperBound {
                pieces.append(low...cuts[place] - 1)
                low = cuts[place]
                place += 1
            }
            pieces.append(low...range.upperBound)
        }
        return pieces
    }

    private func signature(of scalar: Unicode.Scalar) -> [Int] {
        let kind = CharacterKind(of: scalar)
        var bits = (kind.isWord ? 1 : 0) | (kind.isASCII ? 2 : 0)
        if looksAtEnds { bits |= (kind.isOrnament ? 4 : 0) | (kind.isCombining ? 8 : 0) }
        return [bits] + sets.indices.filter { sets[$0].contains(scalar) }
    }
}

extension UInt32 {
    fileprivate var scalar: Unicode.Scalar? { Unicode.Scalar(self) }
}
