/// The spelling of a reference to a set: `$name`; `$$name` is the word `$name` itself.
enum SetReference {
    static func name(in text: String) -> String? {
        text.hasPrefix("$") && !text.hasPrefix("$$") ? String(text.dropFirst()) : nil
    }

    static func word(_ text: String) -> String {
        text.hasPrefix("$$") ? String(text.dropFirst()) : text
    }
}
