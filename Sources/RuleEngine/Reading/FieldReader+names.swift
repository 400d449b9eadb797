extension FieldReader {
    /// A name that other places can refer to: `[\p{L}\p{N}_-]{1,64}` (RULES C3, `id`).
    func name(_ node: DocumentNode, _ field: String) -> DocumentScalar? {
        guard let scalar = text(node, field), checkName(scalar, field) else { return nil }
        return scalar
    }

    /// Whether a text is such a name; reported when it is not.
    func checkName(_ scalar: DocumentScalar, _ field: String) -> Bool {
        let scalars = scalar.text.unicodeScalars
        if (1...64).contains(scalars.count), scalars.allSatisfy(FieldReader.isNameCharacter) { return true }
        refuse(
            "RB013",
            scalar,
            Phrase("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
            help: PlainForm.help(scalar.text.hasPrefix("$") ? String(scalar.text.dropFirst()) : scalar.text) {
                $0.unicodeScalars.allSatisfy(FieldReader.isNameCharacter)
            }
                ?? Phrase(
                    "只能用文字、数字、_ 和 -,最多 64 个字,中间没有空格",
                    "Letters, digits, _ and - only, at most 64 of them and no spaces"
                )
        )
        return false
    }

    /// Reports a name that nothing bears (RB015), with the nearest that something does.
    func unknown(_ kind: Phrase, _ name: String, at location: SourceLocation, length: Int, known: [String]) {
        let list = known.isEmpty ? "—" : known.prefix(20).joined(separator: " ")
        let nearest = LookAlike.plain(name, isRead: known.contains) ?? diagnostics.nearest(name, among: known)
        diagnostics.error(
            "RB015",
            at: location,
            length: length,
            Phrase(
                "没有名为 “\(name.excerpt)” 的\(kind.chinese)",
                "There is no \(kind.english) named “\(name.excerpt)”"
            ),
            help: nearest.map { Phrase("是不是想写 \($0)?已有:\(list)", "Did you mean \($0)? There are: \(list)") }
                ?? Phrase("已有:\(list)", "There are: \(list)")
        )
    }

    private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: scalar == "_" || scalar == "-"
        }
    }
}
