/// One `{{…}}` of a template.
struct TemplatePlaceholder: Sendable {
    let variable: TemplateVariable
    /// The variable's name as written.
    let name: String
    /// Whether the value is percent-encoded (`|url`).
    let isURLEncoded: Bool
    /// What stands in for an absent value (`|默认值:`).
    let fallback: String?
    /// The code points of the template that it takes.
    let range: Range<Int>

    /// The text that takes its place.
    func fill(with value: String?) -> String {
        let inserted = InsertedText.clean(value ?? "")
        let text = inserted.isEmpty ? fallback ?? "" : inserted
        return isURLEncoded ? InsertedText.percentEncoded(text) : text
    }
}
