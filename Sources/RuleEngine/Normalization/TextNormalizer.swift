import Foundation

/// Normalises messages and keywords for comparison (RULES C4, "Normalisation").
public enum TextNormalizer {
    /// The version of the forms, recorded with every decision; a change that alters the form of any text raises it.
    public static let version = 1
    /// The greatest number of code points of L1.
    public static let lengthLimit = 2_000
    /// The greatest number of code points read: NFKC joins at most four into one.
    static let intakeLimit = 4 * lengthLimit

    /// Normalises a text in time linear in its length.
    public static func normalize(_ text: String) -> NormalizedText {
        CommonText(text).map(NormalizedText.init) ?? thoroughForm(of: text)
    }

    /// The forms of any text; ``CommonText`` gives the same for most texts, faster.
    static func thoroughForm(of text: String) -> NormalizedText {
        let (kept, isCut) = visible(text)
        let raw = plainForm(of: kept) ?? compatibilityForm(of: kept)
        return NormalizedText(raw: Array(raw.prefix(lengthLimit)), isTruncated: isCut || raw.count > lengthLimit)
    }

    /// The visible scalars, up to the intake limit, and whether there are more.
    ///
    /// Invisible scalars are dropped before NFKC, so that their neighbours are composed, and normalising a form again
    /// does not change it.
    private static func visible(_ text: String) -> (scalars: [Unicode.Scalar], isCut: Bool) {
        var scalars: [Unicode.Scalar] = []
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            guard let seen = seen(scalar, after: previous) else { continue }
            if scalars.count == intakeLimit { return (scalars, true) }
            scalars.append(seen)
        }
        return (scalars, false)
    }

    /// The scalar, its plain line break or space, or nil for a scalar to drop.
    private static func seen(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Unicode.Scalar? {
        switch scalar {
        case "\t": " "
        case "\n": previous == "\r" ? nil : "\n"
        case "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": "\n"
        default: scalar.isInvisible ? nil : scalar
        }
    }

    /// The NFKC form of a text of the commonest characters; nil for any other text.
    static func plainForm(of scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        var form: [Unicode.Scalar] = []
        form.reserveCapacity(scalars.count)
        for scalar in scalars {
            guard let plain = scalar.plainCompatibilityForm else { return nil }
            form.append(plain)
        }
        return form
    }

    /// The NFKC form of a text.
    static func compatibilityForm(of scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // Two steps, because in one Foundation leaves some marks out of order and some Hangul uncomposed.
        let decomposed = String(scalars[...]).decomposedStringWithCompatibilityMapping
        return Array(decomposed.precomposedStringWithCanonicalMapping.unicodeScalars)
    }
}

extension Unicode.Scalar {
    /// Whether L1 drops it: a control, format or zero-width character or a variation selector.
    ///
    /// Callers handle the white space among the controls first.
    package var isInvisible: Bool {
        if plainCompatibilityForm != nil { return false }
        let properties = properties
        switch properties.generalCategory {
        case .control, .format: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether it may be composed with, or placed on, the character before it.
    package var isCombining: Bool {
        switch value {
        case ..<0x300, 0x3400...0x9FFF: return false
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }

    /// Whether L2t drops it at its ends: punctuation, symbols, emoji, and the space beside one of them.
    package var isOrnament: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation: true
        case .initialPunctuation, .finalPunctuation, .otherPunctuation: true
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
        // The frame of keycap emoji.
        case .enclosingMark: true
        default: self == " "
        }
    }

    /// Its NFKC form, for scalars with a form of one scalar that composes with no other in this set; nil for all others.
    package var plainCompatibilityForm: Unicode.Scalar? {
        switch value {
        case 0x0A, 0x20...0x7E, 0x4E00...0x9FFF: self
        case 0xB7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x3001...0x3011: self
        // Signs and emoji.
        case 0x2600...0x27BF, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF: self
        case 0x3000: " "
        case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0)
        default: nil
        }
    }

    /// Ranges that contain all scalars with a plain form.
    static let plainCompatibilityRanges: [ClosedRange<UInt32>] = [
        0x0A...0x0A, 0x20...0x7E, 0xB7...0xB7, 0x2014...0x201D, 0x2600...0x27BF, 0x3000...0x3011, 0x4E00...0x9FFF,
        0xFF01...0xFF5E, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    ]
}
