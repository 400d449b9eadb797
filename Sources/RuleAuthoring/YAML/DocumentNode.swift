import OperatorText
import RuleEngine

/// A part of a YAML file with its place: a text, a list, or a mapping.
///
/// Scalars have no type: `0627`, `no` and `12:30` are texts (RULES C1).
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

    /// The value of a key; nil if this is not a mapping with that key.
    subscript(key: String) -> DocumentNode? {
        mapping?.first { $0.key.text == key }?.value
    }

    /// Whether the node is the value of a key without a value.
    var isBlank: Bool {
        scalar?.isBlank ?? false
    }

    /// The number of code points to underline.
    var length: Int {
        switch content {
        case .scalar(let scalar): scalar.length
        case .sequence: 1
        case .mapping(let entries): entries.first?.key.length ?? 1
        }
    }

    /// The name of the shape.
    var shape: LocalizedText {
        switch content {
        case .scalar: LocalizedText("一段文字", "a text")
        case .sequence: LocalizedText("列表", "a list")
        case .mapping: LocalizedText("“键: 值”", "“key: value” pairs")
        }
    }
}

/// A key of a mapping with its value.
struct DocumentEntry {
    let key: DocumentScalar
    let value: DocumentNode
}

/// A scalar with its text and its place in the file.
struct DocumentScalar {
    enum Style {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    let text: String
    let style: Style
    let location: SourceLocation
    let source: SourceText

    /// The text as a message quotes it.
    var shown: String { text.excerpt }

    /// Whether nothing is written at all.
    var isBlank: Bool {
        text.isEmpty && style == .plain
    }

    /// Whether the scalar is a block text, which always ends in a line end.
    var isBlock: Bool { style == .literal || style == .folded }

    /// The number of code points to underline: the scalar on its first line.
    var length: Int {
        switch style {
        case .literal, .folded: 1
        case .plain: max(1, text.unicodeScalars.prefix { $0 != "\n" }.count)
        case .singleQuoted: quotedLength("'")
        case .doubleQuoted: quotedLength("\"")
        }
    }

    /// The distance from the opening quote to the closing one or to the end of the line.
    private func quotedLength(_ quote: Unicode.Scalar) -> Int {
        var column = location.column + 1
        while let scalar = source.scalar(line: location.line, column: column) {
            let next = source.scalar(line: location.line, column: column + 1)
            let isEscape = quote == "'" ? scalar == "'" && next == "'" : scalar == "\\"
            if scalar == quote, !isEscape { return column + 1 - location.column }
            column += isEscape ? 2 : 1
        }
        return max(1, column - location.column)
    }
}

extension DocumentScalar {
    /// The place of some code points of the text, or of the whole scalar where YAML changed the text on its way.
    func place(of range: Range<Int>) -> (location: SourceLocation, length: Int) {
        let exact: SourceLocation? =
            switch style {
            case .plain: inlineLocation(of: range.lowerBound, quote: nil)
            case .singleQuoted: inlineLocation(of: range.lowerBound, quote: "'")
            case .doubleQuoted: inlineLocation(of: range.lowerBound, quote: "\"")
            case .literal: blockLocation(of: range.lowerBound)
            case .folded: nil
            }
        return exact.map { ($0, range.count) } ?? (location, length)
    }

    /// Walks along the source as long as it equals the text.
    private func inlineLocation(of offset: Int, quote: Unicode.Scalar?) -> SourceLocation? {
        var column = location.column + (quote == nil ? 0 : 1)
        for scalar in text.unicodeScalars.prefix(offset) {
            guard source.scalar(line: location.line, column: column) == scalar else { return nil }
            // Between single quotes a single quote is written twice.
            column += quote == "'" && scalar == "'" ? 2 : 1
        }
        return SourceLocation(path: location.path, line: location.line, column: column)
    }

    /// In a literal block each line of the text is the end of one source line.
    private func blockLocation(of offset: Int) -> SourceLocation? {
        let scalars = Array(text.unicodeScalars)
        let before = scalars.prefix(offset)
        let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        let content = scalars[lineStart...].prefix { $0 != "\n" }
        let line = location.line + 1 + before.count { $0 == "\n" }
        guard let written = source.scalars(ofLine: line), written.suffix(content.count).elementsEqual(content) else {
            return nil
        }
        let column = written.count - content.count + offset - lineStart + 1
        return SourceLocation(path: location.path, line: line, column: column)
    }
}
