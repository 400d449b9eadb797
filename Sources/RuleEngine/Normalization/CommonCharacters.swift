/// What becomes of the commonest characters, in one look-up instead of several Unicode properties.
///
/// Common is what NFKC leaves alone, or only makes narrow, and what composes with nothing else in here; and the
/// invisible characters that emoji are made with. It says the same as ``TextFolding`` and ``TextTrimming``.
struct CommonCharacters: Sendable {
    /// The table of ``TextNormalizer/version``.
    static let current = CommonCharacters()

    /// What becomes of one character.
    struct Form {
        let bits: UInt32

        /// Whether the character is common; nothing else is known of one that is not.
        var isKnown: Bool { bits != 0 }
        /// Whether L1 drops it.
        var isInvisible: Bool { bits & Mark.invisible != 0 }
        var isWhiteSpace: Bool { bits & Mark.whiteSpace != 0 }
        /// Whether L2t has none of it at its ends.
        var isOrnament: Bool { bits & Mark.ornament != 0 }
        /// Whether L1 has another character in its place.
        var isWide: Bool { bits & Mark.wide != 0 }
        /// Whether L2 has another character in its place.
        var isFoldable: Bool { bits & Mark.foldable != 0 }
        /// Whether what L2 has in its place is ASCII.
        var isASCII: Bool { bits & Mark.scalar < 0x80 }

        /// What L1 has in the place of a wide character.
        func narrowed(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
            isWhiteSpace ? " " : Unicode.Scalar(scalar.value &- 0xFEE0) ?? scalar
        }

        /// What L2 has in the place of this character; a space for any white space.
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

    /// What becomes of a code point, which is that of a scalar.
    subscript(_ codePoint: UInt32) -> Form {
        Form(bits: UInt32(bitPattern: forms[codePoint]))
    }

    private init() {
        for range in Unicode.Scalar.plainCompatibilityRanges {
            for scalar in range.lazy.compactMap(Unicode.Scalar.init) { insert(scalar) }
        }
        set("\t", " ", Mark.whiteSpace | Mark.wide)
        for scalar in Self.joining.joined().compactMap(Unicode.Scalar.init) where scalar.isInvisible {
            set(scalar, scalar, Mark.invisible)
        }
    }

    /// Where the joiners, marks of direction and variation selectors are.
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
        set(scalar, isWhiteSpace ? " " : target, marks)
    }

    private mutating func set(_ scalar: Unicode.Scalar, _ target: Unicode.Scalar, _ marks: UInt32) {
        let foldable = target == scalar ? 0 : Mark.foldable
        forms.set(scalar.value, to: Int32(bitPattern: target.value | Mark.known | foldable | marks))
    }
}
