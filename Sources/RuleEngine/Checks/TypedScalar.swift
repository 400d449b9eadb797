/// What a YAML loader with types would make of an unquoted word (RB101).
enum TypedScalar {
    /// What the word would be read as, where its text would be lost; nil where it would survive.
    ///
    /// A plain number such as `1` comes out as it went in.
    static func kind(of text: String) -> LocalizedText? {
        if nulls.contains(text) { return LocalizedText("空值", "null") }
        if booleans.contains(text.lowercased()) && isOneCase(text) { return LocalizedText("真假值", "a boolean") }
        guard let first = text.unicodeScalars.first, "0"..."9" ~= first || "+-.".unicodeScalars.contains(first) else {
            return nil
        }
        let scalars = Array(text.unicodeScalars)
        return forms.first { $0.pattern.firstMatch(in: scalars) != nil }?.kind
    }

    private static let nulls: Set<String> = ["~", "null", "Null", "NULL"]
    private static let booleans: Set<String> = ["y", "yes", "n", "no", "true", "false", "on", "off"]

    /// Loaders know `no`, `No` and `NO`, but not `nO`.
    private static func isOneCase(_ text: String) -> Bool {
        let rest = text.dropFirst()
        return text == text.uppercased() || rest == rest.lowercased()
    }

    private struct Form {
        let pattern: Pattern
        let kind: LocalizedText

        init?(_ pattern: String, _ kind: LocalizedText) {
            guard let pattern = try? Pattern(pattern) else { return nil }
            self.pattern = pattern
            self.kind = kind
        }
    }

    /// YAML 1.1 and 1.2 together; the first that fits counts.
    private static let forms = [
        Form(#"^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$"#, LocalizedText("日期", "a date")),
        Form(#"^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$"#, LocalizedText("六十进制数", "a number to base 60")),
        Form(#"^[-+]?0[bxo][\da-fA-F_]+$"#, LocalizedText("数字", "a number")),
        Form(#"^(?:\+[\d_]+|-?0[\d_]+|-?[1-9]\d*_[\d_]*|-?[1-9]\d{15,}|-0)$"#, LocalizedText("数字", "a number")),
        Form(#"^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*|\d+)(?:[eE][-+]?\d+)$"#, LocalizedText("数字", "a number")),
        Form(#"^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)$"#, LocalizedText("数字", "a number")),
        Form(#"^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$"#, LocalizedText("数字", "a number")),
    ]
    .compactMap(\.self)
}
