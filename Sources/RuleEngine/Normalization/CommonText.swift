@_spi(RuleEngine) import LinearRegex

/// The forms of a text of common characters: those of ``TextNormalizer/thoroughForm(of:)``, faster.
struct CommonText {
    /// L1.
    let raw: [Unicode.Scalar]
    /// L2.
    let folded: [Unicode.Scalar]
    /// For each index of L2, and the one past its end, the index of L1 that it came from; empty where both are equal.
    let rawIndex: [Int32]

    /// Nil for a text with any other character, or for one that is too long.
    init?(_ text: String) {
        guard let (raw, summary) = Self.plain(text) else { return nil }
        self.raw = raw
        let kept = summary.isWhiteSpace ? Self.kept(raw) : []
        rawIndex = kept.count == raw.count + 1 ? [] : kept
        folded = rawIndex.isEmpty ? summary.isFoldable ? Self.folded(raw) : raw : Self.folded(raw, at: kept)
    }

    /// L2t.
    var trimmed: Range<Int> {
        let characters = CommonCharacters.current
        var (start, end) = (0, folded.count)
        while start < end, characters[folded[start].value].isOrnament { start += 1 }
        guard start < end else { return 0..<end }
        while characters[folded[end - 1].value].isOrnament { end -= 1 }
        return start..<end
    }

    /// L1, and the union of its characters' forms; nil if a character is not common.
    private static func plain(_ text: String) -> (raw: [Unicode.Scalar], summary: CommonCharacters.Form)? {
        let characters = CommonCharacters.current
        var (isCommon, bits) = (true, UInt32(0))
        let raw = [Unicode.Scalar](capacity: min(text.utf8.count, TextNormalizer.lengthLimit)) { output in
            let bytes = text.utf8Span.span
            var place = 0
            while isCommon, place < bytes.count {
                let (value, end) = bytes.codePoint(at: place)
                place = end
                let form = characters[value]
                isCommon = form.isKnown && !output.isFull
                guard isCommon, !form.isInvisible, let scalar = Unicode.Scalar(value) else { continue }
                output.append(form.isWide ? form.narrowed(scalar) : scalar)
                bits |= form.bits
            }
        }
        return isCommon ? (raw, CommonCharacters.Form(bits: bits)) : nil
    }

    /// The indices of L1 that L2 keeps, and the one past its end: one space stays between two ASCII characters.
    private static func kept(_ raw: [Unicode.Scalar]) -> [Int32] {
        let characters = CommonCharacters.current
        return [Int32](capacity: raw.count + 1) { output in
            var (gap, isAfterASCII) = (-1, false)
            for index in raw.indices {
                let form = characters[raw[index].value]
                if form.isWhiteSpace {
                    if gap < 0 { gap = index }
                    continue
                }
                if gap >= 0, isAfterASCII, form.isASCII { output.append(Int32(gap)) }
                output.append(Int32(index))
                (gap, isAfterASCII) = (-1, form.isASCII)
            }
            output.append(Int32(raw.count))
        }
    }

    private static func folded(_ raw: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let characters = CommonCharacters.current
        return [Unicode.Scalar](capacity: raw.count) { output in
            for scalar in raw { output.append(characters[scalar.value].folded(scalar)) }
        }
    }

    private static func folded(_ raw: [Unicode.Scalar], at kept: [Int32]) -> [Unicode.Scalar] {
        let characters = CommonCharacters.current
        return [Unicode.Scalar](capacity: kept.count - 1) { output in
            for index in kept.indices.dropLast() {
                let scalar = raw[Int(kept[index])]
                output.append(characters[scalar.value].folded(scalar))
            }
        }
    }
}

extension Span<UInt8> {
    /// The code point that begins at a place of valid UTF-8, and the place behind it.
    fileprivate func codePoint(at place: Int) -> (value: UInt32, end: Int) {
        let first = UInt32(self[place])
        if first < 0x80 { return (first, place + 1) }
        if first < 0xE0 { return ((first & 0x1F) << 6 | bits(at: place + 1), place + 2) }
        let two = bits(at: place + 1) << 6 | bits(at: place + 2)
        if first < 0xF0 { return ((first & 0x0F) << 12 | two, place + 3) }
        return ((first & 0x07) << 18 | two << 6 | bits(at: place + 3), place + 4)
    }

    private func bits(at place: Int) -> UInt32 { UInt32(self[place] & 0x3F) }
}

/// The forms of the commonest characters, in one look-up instead of several Unicode properties.
///
/// Common characters are those that NFKC keeps or makes narrow and that compose with no other common one, and the
/// invisible characters in emoji. The forms agree with ``TextFolding`` and ``TextTrimming``.
struct CommonCharacters: Sendable {
    static let current = CommonCharacters()

    /// The form of one character.
    struct Form {
        let bits: UInt32

        /// Whether the character is common; the other properties hold for common characters only.
        var isKnown: Bool { bits != 0 }
        /// Whether L1 drops it.
        var isInvisible: Bool { bits & Mark.invisible != 0 }
        var isWhiteSpace: Bool { bits & Mark.whiteSpace != 0 }
        /// Whether L2t drops it at its ends.
        var isOrnament: Bool { bits & Mark.ornament != 0 }
        /// Whether L1 replaces it.
        var isWide: Bool { bits & Mark.wide != 0 }
        /// Whether L2 replaces it.
        var isFoldable: Bool { bits & Mark.foldable != 0 }
        /// Whether its replacement in L2 is ASCII.
        var isASCII: Bool { bits & Mark.scalar < 0x80 }

        /// The replacement of a wide character in L1.
        func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
            isWhiteSpace ? " " : Unicode.Scalar(scalar.value &- 0xFEE0) ?? scalar
        }

        /// The replacement of this character in L2; a space for any white space.
        func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
            isFoldable ? Unicode.Scalar(bits & Mark.scalar) ?? scalar : scalar
        }
    }

    /// The parts of a form: the folded character in 21 bits, and a bit for each property.
    private enum Mark {
        static let scalar: UInt32 = 0x1F_FFFF
        static let known: UInt32 = 1 << 21
        static let invisible: UInt32 = 1 << 22
        static let whiteSpace: UInt32 = 1 << 23
        static let ornament: UInt32 = 1 << 24
        static let wide: UInt32 = 1 << 25
        static let foldable: UInt32 = 1 << 26
    }

    private var forms = CodePointTable()

    /// The form of a scalar.
    subscript(_ codePoint: UInt32) -> Form {
        Form(bits: UInt32(bitPattern: forms[codePoint]))
    }

    private init() {
        for range in Unicode.Scalar.plainCompatibilityRanges {
            for scalar in range.lazy.compactMap(Unicode.Scalar.init) { insert(scalar) }
        }
        set("\t", to: " ", marks: Mark.whiteSpace | Mark.wide)
        for scalar in Self.joining.joined().compactMap(Unicode.Scalar.init) where scalar.isInvisible {
            set(scalar, to: scalar, marks: Mark.invisible)
        }
    }

    /// Ranges of joiners, direction marks and variation selectors.
    private static let joining: [ClosedRange<UInt32>] = [0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F]

    private mutating func insert(_ scalar: Unicode.Scalar) {
        guard let raw = scalar.plainCompatibilityForm, let target = FoldingTable.current.onlyTarget(of: raw) else {
            return
        }
        let isWhiteSpace = raw.properties.isWhitespace
        var marks: UInt32 = 0
        if isWhiteSpace { marks |= Mark.whiteSpace }
        if target.isOrnament { marks |= Mark.ornament }
        if raw != scalar { marks |= Mark.wide }
        set(scalar, to: isWhiteSpace ? " " : target, marks: marks)
    }

    private mutating func set(_ scalar: Unicode.Scalar, to target: Unicode.Scalar, marks: UInt32) {
        let foldable = target == scalar ? 0 : Mark.foldable
        forms.set(scalar.value, to: Int32(bitPattern: target.value | Mark.known | foldable | marks))
    }
}
