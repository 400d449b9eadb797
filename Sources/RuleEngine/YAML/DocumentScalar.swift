/// A scalar of a rule file: its text as written, without a type.
struct DocumentScalar {
    /// How it is written.
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

    /// The text as far as a message has room for it.
    var shown: String { text.excerpt }

    /// Whether nothing was written at all.
    var isBlank: Bool {
        text.isEmpty && style == .plain
    }

    /// How many code points to underline: the text, as far as it stands on one line.
    var length: Int {
        switch style {
        case .literal, .folded: 1
        case .plain: firstLineLength
        case .singleQuoted: quotedLength("'")
        case .doubleQuoted: quotedLength("\"")
        }
    }

    private var firstLineLength: Int {
        max(1, text.unicodeScalars.prefix { $0 != "\n" }.count)
    }

    /// From the opening quote to the closing one, or to the end of the line.
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
    /// The place of some code points of the text; the whole scalar where that cannot be told exactly.
    func place(of range: Range<Int>) -> (location: SourceLocation, length: Int) {
        exactLocation(range.lowerBound).map { ($0, range.count) } ?? (location, length)
    }

    private func exactLocation(_ offset: Int) -> SourceLocation? {
        switch style {
        case .plain: inline(offset, quote: nil)
        case .singleQuoted: inline(offset, quote: "'")
        case .doubleQuoted: inline(offset, quote: "\"")
        case .literal: insideBlock(offset)
        case .folded: nil
        }
    }

    /// Walks along the source as long as it shows the text itself.
    private func inline(_ offset: Int, quote: Unicode.Scalar?) -> SourceLocation? {
        var column = location.column + (quote == nil ? 0 : 1)
        for scalar in text.unicodeScalars.prefix(offset) {
            guard source.scalar(line: location.line, column: column) == scalar else { return nil }
            // A single quote is written twice between single quotes.
            column += quote == "'" && scalar == "'" ? 2 : 1
        }
        return SourceLocation(path: location.path, line: location.line, column: column)
    }

    /// In a block text each line of the text is the end of one source line.
    private func insideBlock(_ offset: Int) -> SourceLocation? {
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
