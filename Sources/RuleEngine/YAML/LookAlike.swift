import Foundation

/// Characters that look like others: what an input method, a word processor or a web page puts into a file.
enum LookAlike {
    /// White space that YAML takes for text: the wide space, the no-break space and their relatives, and what has no
    /// width at all.
    static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0xAD, 0x1680, 0x180E, 0x2000...0x200F, 0x202F, 0x205F...0x2064, 0x3000, 0x3164, 0xFEFF: true
        default: false
        }
    }

    /// The names by which operators know the commonest of them, with the number of the character.
    static func name(ofSpace scalar: Unicode.Scalar) -> Phrase {
        let number = "U+" + String(scalar.value, radix: 16, uppercase: true)
        return switch scalar.value {
        case 0x3000: Phrase("全角空格（\(number)）", "a full-width space (\(number))")
        case 0xA0: Phrase("不换行空格（\(number)）", "a no-break space (\(number))")
        case 0x200B...0x200F, 0x2060...0x2064, 0xAD, 0xFEFF, 0x180E:
            Phrase("看不见的字符（\(number)）", "an invisible character (\(number))")
        default: Phrase("特殊空格（\(number)）", "an unusual space (\(number))")
        }
    }

    /// The dashes that a word processor makes of `-`, and the minus sign.
    static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: true
        default: false
        }
    }

    /// The text in plain ASCII as far as it has an ASCII form: narrow, without what is invisible, with plain dashes and
    /// without quotes around it; nil when that changes nothing.
    static func plain(_ text: String) -> String? {
        guard text.unicodeScalars.count <= 64, text.unicodeScalars.contains(where: { !$0.isASCII }) else { return nil }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isDash(scalar) {
                plain.append("-")
            } else if isOddSpace(scalar) {
                if !scalar.isInvisible { plain.append(" ") }
            } else {
                plain.append(scalar.plainCompatibilityForm ?? scalar)
            }
        }
        let whole = String(plain).trimmingSpaces.unicodeScalars
        let isQuoted = whole.count > 2 && whole.first.flatMap(Quotes.closing)?.contains(whole.last ?? " ") == true
        let result = isQuoted ? String(String.UnicodeScalarView(whole.dropFirst().dropLast())) : String(whole)
        return result == text ? nil : result
    }

    /// The first of some spellings of a form that can be read, in plain ASCII.
    static func plain(_ text: String, isRead: (String) -> Bool) -> String? {
        guard text.unicodeScalars.count <= 64 else { return nil }
        let narrow = plain(text) ?? text
        let joined = narrow.replacing(" ", with: "")
        return [narrow, joined].first { $0 != text && isRead($0) }
    }
}

/// Quotation marks.
enum Quotes {
    /// What can close a text that begins with a mark; nil for what opens nothing.
    static func closing(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        switch scalar {
        case "“", "”", "„", "‟", "\"", "＂", "〝": ["”", "“", "\"", "＂", "〞", "〟"]
        case "‘", "’", "‚", "'", "＇": ["’", "‘", "'", "＇"]
        case "「": ["」"]
        case "『": ["』"]
        case "«": ["»"]
        case "‹": ["›"]
        default: nil
        }
    }

    /// Marks that are nothing else: no apostrophe and no inch.
    static func isCertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "“", "”", "„", "‟", "〝", "〞", "〟", "「", "」", "『", "』", "«", "»", "‹", "›", "‘": true
        default: false
        }
    }

    /// Marks that may be apostrophes, inches or feet.
    static func isUncertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "’", "＂", "＇": true
        default: false
        }
    }
}
