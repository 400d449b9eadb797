import Foundation

/// Brings messages and keywords to the forms that are compared (RULES C4, "Normalisation").
public enum TextNormalizer {
    /// Recorded with every decision; raised whenever the same text could come out differently.
    public static let version = 1
    /// How many code points of L1 take part.
    public static let lengthLimit = 2_000
    /// How many code points are read to get that many: NFKC joins at most four into one.
    static let intakeLimit = 4 * lengthLimit

    /// The forms of a text, in time linear in its length.
    public static func normalize(_ text: String) -> NormalizedText {
        CommonText(text).map(NormalizedText.init) ?? thoroughForm(of: text)
    }

    /// The forms of any text: what ``normalize(_:)`` is measured by.
    static func thoroughForm(of text: String) -> NormalizedText {
        let (kept, isCut) = visible(text)
        let raw = plainForm(of: kept) ?? compatibilityForm(of: kept)
        return NormalizedText(raw: Array(raw.prefix(lengthLimit)), isTruncated: isCut || raw.count > lengthLimit)
    }

    /// The scalars that can be seen, up to the intake limit, and whether there are more.
    ///
    /// They are dropped before NFKC, so that what stood on both sides of one is composed, and a form that is
    /// normalised again does not change.
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

    /// The scalar, a plain line break or space in its place, or nil for one that is dropped.
    private static func seen(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Unicode.Scalar? {
        switch scalar {
        case "\t": " "
        case "\n": previous == "\r" ? nil : "\n"
        case "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": "\n"
        default: scalar.isInvisible ? nil : scalar
        }
    }

    /// What NFKC makes of a text that consists of the commonest characters alone, or nil for any other text.
    static func plainForm(of scalars: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        var form: [Unicode.Scalar] = []
        form.reserveCapacity(scalars.count)
        for scalar in scalars {
            guard let plain = scalar.plainCompatibilityForm else { return nil }
            form.append(plain)
        }
        return form
    }

    /// What NFKC makes of a text.
    static func compatibilityForm(of scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        // In one step Foundation leaves some marks out of order and some Hangul uncomposed.
        let decomposed = String(scalars[...]).decomposedStringWithCompatibilityMapping
        return Array(decomposed.precomposedStringWithCanonicalMapping.unicodeScalars)
    }
}
