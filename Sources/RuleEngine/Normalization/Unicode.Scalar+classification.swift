extension Unicode.Scalar {
    /// Whether it is a control, format or zero-width character or a variation selector, which L1 drops.
    ///
    /// White space among the controls is asked for first, by the caller.
    var isInvisible: Bool {
        if plainCompatibilityForm != nil { return false }
        let properties = properties
        switch properties.generalCategory {
        case .control, .format: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether it may be composed with, or written upon, the character before it.
    var isCombining: Bool {
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

    /// Whether L2t has none of it at its ends: punctuation, symbols, emoji, and the space beside one of them.
    var isOrnament: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation: true
        case .initialPunctuation, .finalPunctuation, .otherPunctuation: true
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
        // The frame of keycap emoji.
        case .enclosingMark: true
        default: self == " "
        }
    }

    /// Its NFKC form where that is one scalar which nothing else in this set composes with; nil is no statement.
    var plainCompatibilityForm: Unicode.Scalar? {
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

    /// Where the scalars with a plain form are.
    static let plainCompatibilityRanges: [ClosedRange<UInt32>] = [
        0x0A...0x0A, 0x20...0x7E, 0xB7...0xB7, 0x2014...0x201D, 0x2600...0x27BF, 0x3000...0x3011, 0x4E00...0x9FFF,
        0xFF01...0xFF5E, 0x1F1E6...0x1F1FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    ]
}
