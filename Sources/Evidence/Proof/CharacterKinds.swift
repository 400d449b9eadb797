import RuleEngine

/// The properties of a character of L2 that matching looks at, besides keywords and expressions.
struct CharacterKind: Hashable {
    /// Whether it is an ASCII letter or digit, which joins Latin words.
    let isWord: Bool
    /// Whether it keeps a space beside it.
    let isASCII: Bool
    /// Whether `exact` drops it at the ends of a message.
    let isOrnament: Bool
    /// Whether it goes with the character before it.
    let isCombining: Bool

    init(of scalar: Unicode.Scalar) {
        isWord = LatinBoundary.isWord(scalar)
        isASCII = scalar.isASCII
        isOrnament = scalar.isOrnament
        isCombining = scalar.isCombining && !isOrnament
    }

    /// The characters of L2, space aside, in stretches of one kind.
    ///
    /// Nearly all characters beyond the ideographs are of one kind, or never in L2.
    static let stretches: [(range: ClosedRange<UInt32>, kind: CharacterKind)] = {
        var stretches: [(range: ClosedRange<UInt32>, kind: CharacterKind)] = []
        for value in UInt32(0x21)...0x3_23AF {
            guard let scalar = Unicode.Scalar(value), !scalar.isInvisible, !scalar.properties.isWhitespace else {
                continue
            }
            let kind = CharacterKind(of: scalar)
            if let last = stretches.last, last.kind == kind, last.range.upperBound + 1 == value {
                stretches[stretches.count - 1].range = last.range.lowerBound...value
            } else {
                stretches.append((value...value, kind))
            }
        }
        return stretches
    }()

    /// Characters that an expression on L1 can tell from their form in L2: capitals and traditional characters.
    static let folding: [(scalar: Unicode.Scalar, folded: [Unicode.Scalar])] = {
        var folding: [(scalar: Unicode.Scalar, folded: [Unicode.Scalar])] = []
        for value in UInt32(0x21)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value), !scalar.isInvisible, !scalar.isCombining else { continue }
            let text = TextNormalizer.normalize(String(scalar))
            if text.raw == [scalar], text.folded != [scalar], !text.folded.isEmpty {
                folding.append((scalar, text.folded))
            }
        }
        return folding
    }()

    /// One readable character of each kind, in the order in which a witness prefers them.
    static let readable: [Unicode.Scalar] = [
        "好", "的", "啊", "是", "x", "a", "q", "1", "7", "!", ",", "。", "？", "、", "é", "ß", "\u{0363}", "\u{0364}",
    ]

    /// Whether a character is its own form in L1 and in L2.
    static func isStable(_ scalar: Unicode.Scalar) -> Bool {
        let text = TextNormalizer.normalize(String(scalar))
        return text.folded == [scalar] && text.raw == [scalar]
    }
}
