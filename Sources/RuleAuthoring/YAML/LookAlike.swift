import Foundation
import OperatorText
import RuleEngine

/// Characters that look like others and come from input methods, word processors and web pages.
enum LookAlike {
    /// Whether YAML reads the white space as text: full-width, no-break and other spaces, and characters without width.
    static func isOddSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0xAD, 0x1680, 0x180E, 0x2000...0x200F, 0x202F, 0x205F...0x2064, 0x3000, 0x3164, 0xFEFF: true
        default: false
        }
    }

    /// The usual name of an odd space, with the number of the character.
    static func name(ofSpace scalar: Unicode.Scalar) -> LocalizedText {
        let number = "U+" + String(scalar.value, radix: 16, uppercase: true)
        return switch scalar.value {
        case 0x3000: LocalizedText("全角空格（\(number)）", "a full-width space (\(number))")
        case 0xA0: LocalizedText("不换行空格（\(number)）", "a no-break space (\(number))")
        case 0x200B...0x200F, 0x2060...0x2064, 0xAD, 0xFEFF, 0x180E:
            LocalizedText("看不见的字符（\(number)）", "an invisible character (\(number))")
        default: LocalizedText("特殊空格（\(number)）", "an unusual space (\(number))")
        }
    }

    /// Whether the character is a typographic dash or the minus sign.
    static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: true
        default: false
        }
    }

    /// The text in ASCII where possible, with plain dashes, without invisible characters and without quotes around it;
    /// nil if that changes nothing.
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

    /// The text in plain ASCII, with or without its spaces, if `isRead` accepts it.
    static func plain(_ text: String, isRead: (String) -> Bool) -> String? {
        guard text.unicodeScalars.count <= 64 else { return nil }
        let narrow = plain(text) ?? text
        let joined = narrow.replacing(" ", with: "")
        return [narrow, joined].first { $0 != text && isRead($0) }
    }
}

/// Quotation marks.
enum Quotes {
    /// The marks that can close a text after an opening mark; nil if the character opens nothing.
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

    /// Whether the character is always a quotation mark, never an apostrophe or an inch.
    static func isCertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "“", "”", "„", "‟", "〝", "〞", "〟", "「", "」", "『", "』", "«", "»", "‹", "›", "‘": true
        default: false
        }
    }

    /// Whether the character may also be an apostrophe, an inch or a foot.
    static func isUncertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "’", "＂", "＇": true
        default: false
        }
    }
}
