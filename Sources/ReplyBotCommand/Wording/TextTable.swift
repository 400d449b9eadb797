internal import RuleEngine

/// A table for a terminal, in which Chinese takes two columns.
struct TextTable: Sendable {
    /// The largest width of a line, in columns.
    static let width = 80

    private var rows: [[String]]

    /// Begins with a row of titles.
    init(_ titles: [String]) {
        rows = [titles]
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The rows as lines, without blanks at their ends.
    func render() -> String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns)
            .map { column in rows.map { $0.indices.contains(column) ? DisplayWidth.cells($0[column]) : 0 }.max() ?? 0 }
        return rows.map { TextTable.line($0, widths: widths) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], widths: [Int]) -> String {
        var text = ""
        for (cell, width) in zip(cells, widths) {
            text += cell + String(repeating: " ", count: max(0, width - DisplayWidth.cells(cell)) + 2)
        }
        return cut(trimmed(text), to: width)
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    /// The beginning of a text that fits into `columns`.
    static func cut(_ text: String, to columns: Int) -> String {
        guard DisplayWidth.cells(text) > columns else { return text }
        var short = ""
        for scalar in text.unicodeScalars {
            guard DisplayWidth.cells(short + String(scalar)) < columns else { break }
            short.unicodeScalars.append(scalar)
        }
        return short + "…"
    }

    /// Wraps a text at 80 columns, at blanks and between Chinese characters, with `indent` blanks before each line.
    static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines = [""]
        for word in words(text) {
            let last = lines[lines.count - 1]
            let isFull = DisplayWidth.cells(last + word) > width - indent
            if isFull, !last.isEmpty { lines.append(word == " " ? "" : word) } else { lines[lines.count - 1] += word }
        }
        return lines.map { margin + trimmed($0) }.joined(separator: "\n")
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for scalar in text.unicodeScalars {
            let breaks = scalar == " " || DisplayWidth.cells(String(scalar)) == 2
            let last = words.last.map(\.unicodeScalars)?.last
            let isJoined = last.map { $0 != " " && DisplayWidth.cells(String($0)) < 2 } ?? false
            if breaks || !isJoined {
                words.append(String(scalar))
            } else {
                words[words.count - 1].unicodeScalars.append(scalar)
            }
        }
        return words
    }
}
