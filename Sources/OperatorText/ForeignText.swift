/// Text that others wrote (followers, the platform, files), made fit for a terminal, a log line or a message.
package enum ForeignText {
    /// Whether a terminal may obey the code point, or hide or reorder its neighbours.
    static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The code point, or `mark` for an active one.
    package static func visible(_ scalar: Unicode.Scalar, mark: Unicode.Scalar = " ") -> Unicode.Scalar {
        isActive(scalar) ? mark : scalar
    }

    /// The text on one line, `mark` for its active code points, cut after `limit` code points.
    package static func oneLine(_ text: String, mark: Unicode.Scalar = " ", limit: Int = .max) -> String {
        let kept = text.unicodeScalars.prefix(limit)
        let isCut = kept.endIndex != text.unicodeScalars.endIndex
        return String(String.UnicodeScalarView(kept.map { visible($0, mark: mark) })) + (isCut ? "…" : "")
    }

    /// The text with its line feeds, a space for its other active code points.
    package static func lines(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\n" ? $0 : visible($0) }))
    }

    /// A code as one short plain word for a log or a label: `?` for every other sign, cut after 80 (RELIABILITY T16).
    package static func word(_ text: String) -> String {
        let known = text.unicodeScalars.prefix(wordLimit).map { isPlain($0) ? Character($0) : "?" }
        return String(known) + (text.unicodeScalars.count > wordLimit ? "…" : "")
    }

    static let wordLimit = 80

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":", "/": true
        default: false
        }
    }

    /// JSON with the same meaning, its active code points as escapes; line feeds between its parts stay.
    package static func json(_ json: String) -> String {
        json.unicodeScalars.reduce(into: "") { result, scalar in
            if isActive(scalar), scalar != "\n" {
                result += jsonEscape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    /// The contents of a JSON string, with an escape for everything that could end a line or control a terminal.
    package static func jsonString(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case _ where isActive(scalar): result += jsonEscape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16
            .map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            .joined()
    }
}

extension String {
    /// The first 60 code points, as much as a sentence quotes.
    package var excerpt: String {
        let start = unicodeScalars.prefix(60)
        return start.endIndex == unicodeScalars.endIndex ? self : String(start) + "…"
    }
}
