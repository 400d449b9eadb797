/// A reply's text with its variables (RULES C1, "No templating language").
///
/// `{{name}}` is a variable, `{{name|url}}` its percent-encoded form, and `{{name|默认值:text}}` (or `default:`) what is
/// said when it is absent. There is no way to write `{{` itself.
public struct ReplyTemplate: Sendable {
    /// A stretch of text, or a place that is filled.
    enum Part: Sendable {
        case literal(String)
        case placeholder(TemplatePlaceholder)
    }

    /// The text as the operator wrote it.
    public let text: String
    let parts: [Part]

    var placeholders: [TemplatePlaceholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }

    /// Code points that are sent whatever the variables hold.
    var literalLength: Int {
        parts.reduce(0) { if case .literal(let text) = $1 { $0 + text.unicodeScalars.count } else { $0 } }
    }

    /// The text with every variable filled.
    ///
    /// A value is inserted once, as data: what looks like a variable inside it stays as it is. Control and
    /// bidirectional characters are taken out of it. An absent or empty value gives the default; the loader refuses
    /// templates in which a variable may be absent without one.
    public func render(_ value: (TemplateVariable) -> String?) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .placeholder(let placeholder): placeholder.fill(with: value(placeholder.variable))
            }
        }
        .joined()
    }
}
