/// Reads a template and gathers all that is wrong with it.
struct TemplateParser {
    private(set) var parts: [ReplyTemplate.Part] = []
    private(set) var problems: [TemplateProblem] = []
    private let text: [Unicode.Scalar]
    private var position = 0

    /// The template that a text describes, with everything that is wrong with it.
    static func parse(_ text: String) -> (template: ReplyTemplate, problems: [TemplateProblem]) {
        var parser = TemplateParser(text: Array(text.unicodeScalars))
        parser.run()
        return (ReplyTemplate(text: text, parts: parser.parts), parser.problems)
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
            do throws(TemplateProblem) {
                parts.append(.placeholder(try placeholder()))
            } catch {
                problems.append(error)
            }
            literalStart = position
        }
        appendLiteral(literalStart..<text.count)
    }

    private mutating func appendLiteral(_ range: Range<Int>) {
        if !range.isEmpty { parts.append(.literal(string(range))) }
    }

    /// Reads from `{{` to `}}`; the position moves behind it, or behind `{{` when there is no end.
    private mutating func placeholder() throws(TemplateProblem) -> TemplatePlaceholder {
        let start = position
        position += 2
        guard let end = end(from: position) else {
            throw TemplateProblem.unclosed(start..<min(start + 2, text.count))
        }
        let range = start..<end + 2
        let inner = string(position..<end)
        position = range.upperBound
        return try TemplateParser.placeholder(inner, range: range)
    }

    private func end(from start: Int) -> Int? {
        for index in start..<text.count {
            if isPair("}", at: index) { return index }
            if text[index] == "{" || text[index] == "\n" { return nil }
        }
        return nil
    }

    private func isPair(_ brace: Unicode.Scalar, at index: Int) -> Bool {
        index + 1 < text.count && text[index] == brace && text[index + 1] == brace
    }

    private func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(text[range]))
    }
}
