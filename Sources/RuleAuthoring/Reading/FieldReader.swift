import OperatorText
import RuleEngine

/// Reads the values of fields and reports those of the wrong shape (RB013) or form (RB014).
struct FieldReader {
    let diagnostics: DiagnosticCollector

    /// A text that is not empty.
    func text(_ node: DocumentNode, field: String) -> DocumentScalar? {
        guard let scalar = node.scalar else {
            if let split = SplitText.diagnostic(for: node) {
                diagnostics.report(split)
            } else {
                wrongShape(
                    node,
                    name: FieldReader.name(field),
                    expected: LocalizedText("一段文字", "a text"),
                    help: node.sequence == nil
                        ? LocalizedText("只写文字；含有 “: ” 的文字加引号", "Write a text; quote one that contains “: ”")
                        : LocalizedText(
                            "去掉方括号或 “- ”，或给整段文字加引号",
                            "Take the brackets or the “- ” away, or quote the whole text"
                        )
                )
            }
            return nil
        }
        guard !scalar.text.trimmingSpaces.isEmpty else {
            if let comment = BlankValue.comment(at: scalar) {
                diagnostics.report(comment)
            } else {
                refuseEmpty(node, field: field)
            }
            return nil
        }
        return scalar
    }

    /// A list of texts; a single text is a list of one.
    func texts(_ node: DocumentNode, field: String) -> [DocumentScalar] {
        if let scalar = node.scalar {
            // The text that a test expects in a reply may begin with any sign.
            if field != "reply_contains", scalar.style == .plain, let item = ListLookAlike.diagnostic(for: scalar) {
                diagnostics.report(item)
                return []
            }
            return text(node, field: field).map { [$0] } ?? []
        }
        return items(node, field: field).compactMap { text($0, field: field) }
    }

    /// A list of words, which may consist of white space; folding judges them.
    func words(_ node: DocumentNode, field: String) -> [DocumentScalar] {
        if let scalar = node.scalar, let item = ListLookAlike.diagnostic(for: scalar) {
            diagnostics.report(item)
            return []
        }
        let nodes = node.scalar != nil ? [node] : items(node, field: field)
        return nodes.compactMap { $0.scalar?.text.isEmpty == false ? $0.scalar : text($0, field: field) }
    }

    /// A list with at least one item.
    func items(_ node: DocumentNode, field: String) -> [DocumentNode] {
        guard let nodes = node.sequence else {
            if let scalar = node.scalar, let item = ListLookAlike.diagnostic(for: scalar) {
                diagnostics.report(item)
            } else {
                wrongShape(
                    node,
                    name: FieldReader.name(field),
                    expected: LocalizedText("列表", "a list"),
                    help: LocalizedText("每项写一行，以 “- ” 开头", "Write one item a line, each with “- ” before it")
                )
            }
            return []
        }
        if nodes.isEmpty { refuseEmpty(node, field: field) }
        return nodes
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: DocumentNode,
        field: String,
        as type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let scalar = text(node, field: field) else { return nil }
        if let choice = Choice(rawValue: scalar.text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let list = names.joined(separator: " ")
        let nearest =
            LookAlike.plain(scalar.text, isRead: names.contains) ?? diagnostics.nearest(scalar.text, among: names)
        refuse(
            scalar,
            code: "RB013",
            message: LocalizedText("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
            help: nearest.map { LocalizedText("是不是想写 \($0)？可用：\(list)", "Did you mean \($0)? There are: \(list)") }
                ?? LocalizedText("可用：\(list)", "There are: \(list)")
        )
        return nil
    }

    /// `true` or `false`, also `yes` or `no`.
    func boolean(_ node: DocumentNode, field: String) -> Bool? {
        guard let scalar = text(node, field: field) else { return nil }
        switch scalar.text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            refuse(
                scalar,
                code: "RB013",
                message: LocalizedText("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
                help: LocalizedText("写 true 或 false", "Write true or false")
            )
            return nil
        }
    }
}

extension FieldReader {
    /// A name that other fields can refer to: `[\p{L}\p{N}_-]{1,64}` (RULES C3, `id`).
    func name(_ node: DocumentNode, field: String) -> DocumentScalar? {
        guard let scalar = text(node, field: field), checkName(scalar, field: field) else { return nil }
        return scalar
    }

    /// Whether a text is such a name; reports any other text.
    func checkName(_ scalar: DocumentScalar, field: String) -> Bool {
        let scalars = scalar.text.unicodeScalars
        if (1...64).contains(scalars.count), scalars.allSatisfy(FieldReader.isNameCharacter) { return true }
        refuse(
            scalar,
            code: "RB013",
            message: LocalizedText("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
            help: PlainForm.help(scalar.text.hasPrefix("$") ? String(scalar.text.dropFirst()) : scalar.text) {
                $0.unicodeScalars.allSatisfy(FieldReader.isNameCharacter)
            }
                ?? LocalizedText(
                    "只能用文字、数字、_ 和 -，最多 64 个字，中间没有空格",
                    "Letters, digits, _ and - only, at most 64 of them and no spaces"
                )
        )
        return false
    }

    /// Reports an unknown name (RB015) with the nearest known one.
    func reportUnknown(
        _ name: String,
        kind: LocalizedText,
        at place: (location: SourceLocation, length: Int),
        known: [String]
    ) {
        let list = known.isEmpty ? "—" : known.prefix(20).joined(separator: " ")
        let nearest = LookAlike.plain(name, isRead: known.contains) ?? diagnostics.nearest(name, among: known)
        diagnostics.error(
            "RB015",
            at: place.location,
            length: place.length,
            LocalizedText(
                "没有名为 “\(name.excerpt)” 的\(kind.chinese)",
                "There is no \(kind.english) named “\(name.excerpt)”"
            ),
            help: nearest.map { LocalizedText("是不是想写 \($0)？已有：\(list)", "Did you mean \($0)? There are: \(list)") }
                ?? LocalizedText("已有：\(list)", "There are: \(list)")
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

extension FieldReader {
    /// Reports a value of the wrong shape.
    func wrongShape(_ node: DocumentNode, name: LocalizedText, expected: LocalizedText, help: LocalizedText? = nil) {
        refuse(
            node,
            code: "RB013",
            message: LocalizedText(
                "\(name.chinese)应是\(expected.chinese)，这里是\(node.shape.chinese)",
                "\(name.english) should be \(expected.english), but this is \(node.shape.english)"
            ),
            help: help
        )
    }

    /// Reports a text that cannot be used.
    func refuse(
        _ scalar: DocumentScalar,
        code: String,
        message: LocalizedText,
        help: LocalizedText? = nil,
        related: [Diagnostic.Related] = []
    ) {
        diagnostics.error(code, at: scalar.location, length: scalar.length, message, help: help, related: related)
    }

    /// Reports a value that cannot be used.
    func refuse(_ node: DocumentNode, code: String, message: LocalizedText, help: LocalizedText? = nil) {
        diagnostics.error(code, at: node.location, length: node.length, message, help: help)
    }

    /// The name of a field in a sentence.
    static func name(_ field: String) -> LocalizedText {
        LocalizedText("“\(field)” ", "“\(field)”")
    }

    private func refuseEmpty(_ node: DocumentNode, field: String) {
        refuse(
            node,
            code: "RB010",
            message: LocalizedText("“\(field)” 没有内容", "“\(field)” is empty"),
            help: LocalizedText("填上内容，或删掉它", "Give it a value, or delete it")
        )
    }
}
