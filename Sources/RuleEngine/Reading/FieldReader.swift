/// Reads the values of fields, and reports those that have the wrong shape (RB013) or the wrong form (RB014).
struct FieldReader {
    let diagnostics: DiagnosticCollector

    /// A text that is not empty.
    func text(_ node: DocumentNode, _ field: String) -> DocumentScalar? {
        guard let scalar = node.scalar else {
            if let split = SplitText.diagnostic(for: node) {
                diagnostics.report(split)
            } else {
                wrongShape(
                    node,
                    FieldReader.name(field),
                    Phrase("一段文字", "a text"),
                    help: node.sequence == nil
                        ? Phrase("只写文字；含有 “: ” 的文字加引号", "Write a text; quote one that contains “: ”")
                        : Phrase("去掉方括号或 “- ”，或给整段文字加引号", "Take the brackets or the “- ” away, or quote the whole text")
                )
            }
            return nil
        }
        guard !scalar.text.trimmingSpaces.isEmpty else {
            if let comment = BlankValue.comment(at: scalar) {
                diagnostics.report(comment)
            } else {
                reportEmpty(node, field)
            }
            return nil
        }
        return scalar
    }

    /// A list of texts; one text alone is a list of one.
    func texts(_ node: DocumentNode, _ field: String) -> [DocumentScalar] {
        if let scalar = node.scalar {
            // What a test looks for in a reply may begin with any sign.
            if field != "reply_contains", scalar.style == .plain, let item = ListLookAlike.diagnostic(for: scalar) {
                diagnostics.report(item)
                return []
            }
            return text(node, field).map { [$0] } ?? []
        }
        return items(node, field).compactMap { text($0, field) }
    }

    /// A list of words, which may consist of white space; folding decides about them.
    func words(_ node: DocumentNode, _ field: String) -> [DocumentScalar] {
        if let scalar = node.scalar, let item = ListLookAlike.diagnostic(for: scalar) {
            diagnostics.report(item)
            return []
        }
        let nodes = node.scalar != nil ? [node] : items(node, field)
        return nodes.compactMap { $0.scalar?.text.isEmpty == false ? $0.scalar : text($0, field) }
    }

    /// A list with at least one item.
    func items(_ node: DocumentNode, _ field: String) -> [DocumentNode] {
        guard let nodes = node.sequence else {
            if let scalar = node.scalar, let item = ListLookAlike.diagnostic(for: scalar) {
                diagnostics.report(item)
            } else {
                wrongShape(
                    node,
                    FieldReader.name(field),
                    Phrase("列表", "a list"),
                    help: Phrase("每项写一行，以 “- ” 开头", "Write one item a line, each with “- ” before it")
                )
            }
            return []
        }
        if nodes.isEmpty { reportEmpty(node, field) }
        return nodes
    }

    /// One of a few words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: DocumentNode,
        _ field: String,
        _ type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let scalar = text(node, field) else { return nil }
        if let choice = Choice(rawValue: scalar.text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let list = names.joined(separator: " ")
        let nearest =
            LookAlike.plain(scalar.text, isRead: names.contains) ?? diagnostics.nearest(scalar.text, among: names)
        refuse(
            "RB013",
            scalar,
            Phrase("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
            help: nearest.map { Phrase("是不是想写 \($0)?可用:\(list)", "Did you mean \($0)? There are: \(list)") }
                ?? Phrase("可用:\(list)", "There are: \(list)")
        )
        return nil
    }

    /// `true` or `false`, also `yes` or `no`.
    func boolean(_ node: DocumentNode, _ field: String) -> Bool? {
        guard let scalar = text(node, field) else { return nil }
        switch scalar.text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            refuse(
                "RB013",
                scalar,
                Phrase("“\(field)” 不能是 “\(scalar.shown)”", "“\(field)” cannot be “\(scalar.shown)”"),
                help: Phrase("写 true 或 false", "Write true or false")
            )
            return nil
        }
    }
}
