/// A part of a rule file: a text, a list, or a mapping, with its place.
///
/// Nothing has a type yet: `0627`, `no` and `12:30` are texts (RULES C1).
struct DocumentNode {
    enum Content {
        case scalar(DocumentScalar)
        case sequence([DocumentNode])
        case mapping([DocumentEntry])
    }

    let content: Content
    let location: SourceLocation

    var scalar: DocumentScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    var sequence: [DocumentNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    var mapping: [DocumentEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a key, where this is a mapping that has it.
    subscript(key: String) -> DocumentNode? {
        mapping?.first { $0.key.text == key }?.value
    }

    /// Whether a key was written without a value.
    var isBlank: Bool {
        scalar?.isBlank ?? false
    }

    /// How many code points to underline.
    var length: Int {
        switch content {
        case .scalar(let scalar): scalar.length
        case .sequence: 1
        case .mapping(let entries): entries.first?.key.length ?? 1
        }
    }

    /// What an operator calls this shape.
    var shape: Phrase {
        switch content {
        case .scalar: Phrase("一段文字", "a text")
        case .sequence: Phrase("列表", "a list")
        case .mapping: Phrase("“键: 值”", "“key: value” pairs")
        }
    }
}
