/// A syntax error of a template.
public struct TemplateError: Error, Sendable, Hashable {
    /// The kinds of syntax errors.
    public enum Reason: Sendable, Hashable {
        /// `{{` without `}}` on the same line.
        case unclosed
        /// `{{}}` without a name.
        case nameless
        /// A filter that does not exist, or the same filter twice.
        case unknownFilter(String)
    }

    /// The kind of error.
    public let reason: Reason
    /// The code points of the template that are at fault.
    public let range: Range<Int>
}

/// Parses a template and collects its syntax errors.
package struct TemplateParser {
    private var parts: [ReplyTemplate.Part] = []
    private var errors: [TemplateError] = []
    private let text: [Unicode.Scalar]
    private var position = 0

    /// The template that a text describes, without the variables at fault, and all errors.
    package static func parse(_ text: String) -> (template: ReplyTemplate, errors: [TemplateError]) {
        var parser = TemplateParser(text: Array(text.unicodeScalars))
        parser.run()
        return (ReplyTemplate(text: text, parts: parser.parts), parser.errors)
    }

    private init(text: [Unicode.Scalar]) {
        self.text = text
    }

    private mutating func run() {
        var literalStart = 0
        while position < text.count {
            guard isPair("{", at: position) else {
                position += 1
                continue
            }
            appendLiteral(literalStart..<position)
            do throws(TemplateError) {
                parts.append(.placeholder(try placeholder()))
            } catch {
                errors.append(error)
            }
            literalStart = position
        }
        appendLiteral(literalStart..<text.count)
    }

    private mutating func appendLiteral(_ range: Range<Int>) {
        if !range.isEmpty { parts.append(.literal(string(range))) }
    }

    /// Parses from `{{` to `}}`, and moves the position behind it, or behind `{{` where there is no end.
    private mutating func placeholder() throws(TemplateError) -> TemplatePlaceholder {
        let start = position
        position += 2
        guard let end = end(from: position) else {
            throw TemplateError(reason: .unclosed, range: start..<min(start + 2, text.count))
        }
        let range = start..<end + 2
        let pieces = string(position..<end).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        position = range.upperBound
        let name = pieces[0].trimmingSpaces
        guard !name.isEmpty else { throw TemplateError(reason: .nameless, range: range) }
        var isURLEncoded = false
        var fallback: String?
        for piece in pieces.dropFirst() {
            if piece.trimmingSpaces == "url", !isURLEncoded {
                isURLEncoded = true
            } else if let text = Self.fallbackText(piece), fallback == nil {
                fallback = text
            } else {
                throw TemplateError(reason: .unknownFilter(piece.trimmingSpaces), range: range)
            }
        }
        return TemplatePlaceholder(
            variable: TemplateVariable(name: name),
            name: name,
            isURLEncoded: isURLEncoded,
            fallback: fallback,
            range: range
        )
    }

    private func end(from start: Int) -> Int? {
        for index in start..<text.count {
            if isPair("}", at: index) { return index }
            if text[index] == "{" || text[index] == "\n" { return nil }
        }
        return nil
    }

    /// The text of `默认值:text` or `default:text`, also with a full-width colon.
    private static func fallbackText(_ filter: String) -> String? {
        guard let colon = filter.unicodeScalars.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        guard ["默认值", "default"].contains(filter[..<colon].trimmingSpaces) else { return nil }
        return filter[filter.unicodeScalars.index(after: colon)...].trimmingSpaces
    }

    private func isPair(_ brace: Unicode.Scalar, at index: Int) -> Bool {
        index + 1 < text.count && text[index] == brace && text[index + 1] == brace
    }

    private func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(text[range]))
    }
}
