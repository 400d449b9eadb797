/// A reply's text with its variables (RULES C1, "No templating language").
///
/// `{{name}}` is a variable, `{{name|url}}` its percent-encoded form, and `{{name|默认值:text}}` (or `default:`) gives
/// the text for an absent value. `{{` itself cannot be written.
public struct ReplyTemplate: Sendable {
    /// Literal text, or a variable's place.
    package enum Part: Sendable {
        case literal(String)
        case placeholder(TemplatePlaceholder)
    }

    /// The text as the operator wrote it.
    public let text: String
    package let parts: [Part]

    init(text: String, parts: [Part]) {
        self.text = text
        self.parts = parts
    }

    /// Parses a template.
    ///
    /// - Throws: The first syntax error.
    public init(_ text: String) throws(TemplateError) {
        let (template, errors) = TemplateParser.parse(text)
        if let error = errors.first { throw error }
        self = template
    }

    package var placeholders: [TemplatePlaceholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// The number of code points outside of variables.
    package var literalLength: Int {
        parts.reduce(0) { if case .literal(let text) = $1 { $0 + text.unicodeScalars.count } else { $0 } }
    }

    /// The text with every variable filled.
    ///
    /// A value is inserted once, as data: `{{…}}` inside it stays as it is. Control and bidirectional characters are
    /// removed from it. An absent or empty value gives the default; the loader refuses a template in which a variable
    /// may be absent without one.
    public func render(_ value: (TemplateVariable) -> String?) -> String {
        var rendered = ""
        for part in parts {
            switch part {
            case .literal(let text): rendered += text
            case .placeholder(let placeholder): rendered += placeholder.fill(with: value(placeholder.variable))
            }
        }
        return rendered
    }
}

/// One `{{…}}` of a template.
package struct TemplatePlaceholder: Sendable {
    package let variable: TemplateVariable
    /// The variable's name as written.
    package let name: String
    /// Whether the value is percent-encoded (`|url`).
    package let isURLEncoded: Bool
    /// The text for an absent value (`|默认值:`).
    package let fallback: String?
    /// Its code points in the template.
    package let range: Range<Int>

    /// The text that replaces it.
    func fill(with value: String?) -> String {
        let inserted = InsertedText.clean(value ?? "")
        let text = inserted.isEmpty ? fallback ?? "" : inserted
        return isURLEncoded ? InsertedText.percentEncoded(text) : text
    }
}

/// A name that a template may use (RULES C3, "Template variables").
public enum TemplateVariable: Hashable, Sendable {
    /// A named group of the clause that matched.
    case capture(String)
    /// The follower's answer to a question.
    case slot(String)
    /// The key of the clicked menu item.
    case menu
    /// The id of the scanned QR code.
    case scene
    /// The account's name.
    case accountName
    /// The follower's name as Alipay masks it.
    case userName
    /// The day of the event.
    case date
    /// The time of the event.
    case time
    /// A schedule's hours on that day.
    case scheduleToday(String)
    /// A schedule's next opening.
    case scheduleNextOpen(String)

    /// The variable with that name; any name that is not a fixed one is a capture.
    package init(name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if let fixed = TemplateVariable.fixed[name] {
            self = fixed
        } else if parts.count == 2, parts[0] == "slot" {
            self = .slot(parts[1])
        } else if parts.count == 3, parts[0] == "schedule", parts[2] == "today" {
            self = .scheduleToday(parts[1])
        } else if parts.count == 3, parts[0] == "schedule", parts[2] == "next_open" {
            self = .scheduleNextOpen(parts[1])
        } else {
            self = .capture(name)
        }
    }

    /// The variables without a parameter.
    package static let fixed: [String: TemplateVariable] = [
        "menu": .menu, "scene": .scene, "account.name": .accountName, "user.name": .userName, "date": .date,
        "time": .time,
    ]

    /// The fixed names in the order in which they are offered to operators.
    package static let offered = ["account.name", "user.name", "date", "time", "menu", "scene"]
}

/// Makes foreign text safe to insert into a reply (RELIABILITY T27).
enum InsertedText {
    /// The text on one line, without control characters and characters that reorder or break lines.
    static func clean(_ text: String) -> String {
        if text.utf8.allSatisfy(beginsNothingDropped) { return text }
        let oneLine = text.unicodeScalars.map { $0 == "\n" ? " " : $0 }
        return String(String.UnicodeScalarView(oneLine.filter(isKept)))
    }

    /// The text as UTF-8, with everything but unreserved characters (RFC 3986, 2.3) percent-encoded.
    static func percentEncoded(_ text: String) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// Whether no character that begins with a byte is changed or dropped; false for a few others, too.
    private static func beginsNothingDropped(_ byte: UInt8) -> Bool {
        switch byte {
        // Controls, and the first bytes of U+0080, U+061C and U+2000 with their neighbours.
        case 0..<0x20, 0x7F, 0xC2, 0xD8, 0xE2: false
        default: true
        }
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
        default: scalar.properties.generalCategory != .control
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
